-- What a token is held to. One of an older release has no row: it holds until it is revoked.

-- +goose Up
CREATE TABLE grants (
  region text COLLATE "C" NOT NULL,
  token text COLLATE "C" NOT NULL,
  scopes text NOT NULL,
  expires bigint,
  PRIMARY KEY (region, token),
  FOREIGN KEY (region, token) REFERENCES tokens (region, id));
