-- +goose Up

-- Archives of tiles: by their names, and in parts.
CREATE TABLE tilesets (
  region text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  digest text COLLATE "C" NOT NULL,
  size bigint NOT NULL,
  PRIMARY KEY (region, name));

CREATE TABLE tileparts (
  region text COLLATE "C" NOT NULL,
  digest text COLLATE "C" NOT NULL,
  part bigint NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (region, digest, part));
ALTER TABLE tileparts ALTER bytes SET STORAGE EXTERNAL; -- tiles are compressed
