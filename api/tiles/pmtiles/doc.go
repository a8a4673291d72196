// Package pmtiles reads and writes archives of tiles in the format PMTiles, version 3: one
// file that holds a pyramid of tiles, each found by a few reads.
//
// A Reader trusts nothing that the file says: sections that do not lie in it, directories
// that are too large, too deep or out of order, and compressions other than gzip are a
// *finding.Finding. It reads from any io.ReaderAt and holds its header, its root directory
// and the last few leaves.
//
// A Writer takes tiles in the order of their numbers, keeps equal tiles once and compresses
// with gzip. Its memory grows with the tiles, some 100 bytes each, not with their size: those
// go to a scratch file until the directories, which stand before them, are known.
//
// What a tile holds is not looked at.
//
// Format: https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md
package pmtiles
