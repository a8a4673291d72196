package road

// MeansM is the length of the roads that a closure means, in metres; 0 where it was drawn
// past all of them.
func (n *Network) MeansM(c Closure) float64 {
	sum := 0.0
	n.affected(c.Where, func(edge int32) { sum += n.length(edge) })
	return sum
}
