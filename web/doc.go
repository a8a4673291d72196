// Package web holds the page that people open in a browser, as one file tree
// inside the binary.
//
// The page is written in TypeScript under src and built into dist by
// `npm run build` (make web). Only dist/.gitkeep is under version control: it
// lets this package compile in a clone where the page has not been built yet. A
// binary made from such a clone has no page, which Built tells; everything else
// works.
//
// The package knows nothing of routes, headers or the API. Names under assets/
// carry a digest of their content and may be cached for ever; all others may not.
package web
