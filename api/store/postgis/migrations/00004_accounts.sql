-- How people sign in, and where they did. Secrets are kept as digests and hashes alone.

-- +goose Up
CREATE TABLE accounts (
  region text COLLATE "C" NOT NULL,
  person text COLLATE "C" NOT NULL,
  password text NOT NULL,
  changed bigint,
  failures bigint NOT NULL,
  until bigint,
  barred boolean NOT NULL,
  PRIMARY KEY (region, person),
  FOREIGN KEY (region, person) REFERENCES people (region, id));

CREATE TABLE sessions (
  region text COLLATE "C" NOT NULL,
  digest text COLLATE "C" NOT NULL,
  person text COLLATE "C" NOT NULL,
  made bigint NOT NULL,
  seen bigint NOT NULL,
  ends bigint NOT NULL,
  PRIMARY KEY (region, digest),
  FOREIGN KEY (region, person) REFERENCES people (region, id));
CREATE INDEX sessions_person ON sessions (region, person);

CREATE TABLE passes (
  region text COLLATE "C" NOT NULL,
  digest text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  person text COLLATE "C" NOT NULL,
  detail text NOT NULL,
  ends bigint NOT NULL,
  PRIMARY KEY (region, digest));
