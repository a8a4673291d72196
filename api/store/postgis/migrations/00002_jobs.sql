-- Long work and the files that belong to it. River keeps its queue in tables of its own, which it lays itself
-- (river_*): a node fetches work for all regions at once, so they alone have no region in their keys.

-- +goose Up
CREATE TABLE jobs (
  region text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  kind text NOT NULL,
  person text COLLATE "C" NOT NULL,
  request text NOT NULL,
  status text COLLATE "C" NOT NULL,
  revision bigint NOT NULL,
  attempt bigint NOT NULL,
  percent bigint NOT NULL,
  message text NOT NULL,
  result text NOT NULL,
  created bigint NOT NULL,
  started bigint,
  changed bigint NOT NULL,
  ended bigint,
  expires bigint,
  PRIMARY KEY (region, id));
CREATE INDEX jobs_created ON jobs (region, created);

CREATE TABLE job_files (
  region text COLLATE "C" NOT NULL,
  job text COLLATE "C" NOT NULL,
  role text COLLATE "C" NOT NULL,
  part bigint NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (region, job, role, part));
ALTER TABLE job_files ALTER bytes SET STORAGE EXTERNAL;
