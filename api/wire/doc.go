// Package wire holds the shapes that leave the program: decisions, incidents and
// plans as GeoJSON and CSV, for the command line and the API alike. Sentences are
// taken from api/words in the language asked for; the lower floors know no JSON.
package wire
