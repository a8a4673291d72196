package ogc

import "xunhu/geo/feature"

// editable tells whether the features of a kind may be written here.
func editable(feature.Kind) bool { return false }
