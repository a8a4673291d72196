// Package service measures a running service beside what one would write by hand over the
// same data: make service.
package service
