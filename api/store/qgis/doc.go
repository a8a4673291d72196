// Package qgis says how QGIS draws each kind of feature: a style (QML) that a store keeps
// beside its tables as QGIS would (layer_styles), so that whoever opens them sees a
// finished map with titled columns in Chinese and English.
//
// The colours are those of the page's map by day. Widths and sizes are millimetres, for a
// sheet of the region at 1:100,000 and larger. A style of our own is called Name and owned
// by Name; others that people save beside it are theirs and are never touched.
//
// What it does not do: projects, and the look of collections that have no geometry.
package qgis
