package search

// weigh chooses how the tour of a shift that was set is made, so that work is balanced as well
// as it pays, and gives what balances cost more than before.
func (x *plan) weigh(r int32) int64 {
	s := x.joint
	if len(x.c.p.Balances) == 0 {
		return 0
	}
	slot := &s.g.slots[x.slot[r]]
	s.load[r], s.held[x.slot[r]] = 0, 0
	if len(slot.ends) == 0 || !s.g.balanced[r] {
		now := x.unbalanced()
		more := now - s.balance
		s.balance = now
		return more
	}
	best, at := int64(1)<<62, 0
	var balance int64
	for i, e := range slot.ends {
		s.load[r] = int64(e.work)
		if b := x.unbalanced(); e.cost+b < best {
			best, at, balance = e.cost+b, i, b
		}
	}
	s.load[r] = int64(slot.ends[at].work)
	s.held[x.slot[r]] = s.load[r]
	more := balance - s.balance + slot.ends[at].cost - slot.cost
	s.balance = balance
	x.costs[x.slot[r]] += slot.ends[at].cost - slot.cost
	return more
}

// unbalanced is what balances cost.
func (x *plan) unbalanced() (sum int64) {
	for i := range x.c.p.Balances {
		b := &x.c.p.Balances[i]
		if len(b.Shifts) == 0 {
			continue
		}
		least, most := x.joint.load[b.Shifts[0]], x.joint.load[b.Shifts[0]]
		for _, r := range b.Shifts {
			least, most = min(least, x.joint.load[r]), max(most, x.joint.load[r])
		}
		sum += b.Cost * (most - least)
	}
	return sum
}
