-- Imports and how far they came: a batch of rows and its checkpoint are one transaction, so a killed import goes on where it was.
create table import_run (
    tenant id_text not null,
    id id_text not null,
    kind text not null,             -- the format: streaming-movielens
    source text not null,           -- a folder or a file
    state text not null,            -- running, done, failed, cancelled
    files text not null,            -- JSON array: name, size and time of change of each file, in their order
    position text not null,         -- JSON object: the file and how many of its rows are dealt with
    rows_read bigint not null,
    rows_written bigint not null,
    rows_rejected bigint not null,
    errors text not null,           -- JSON array: the first hundred
    failure text,                   -- what ended it, when it failed
    started_at bigint not null,
    updated_at bigint not null,
    finished_at bigint,
    primary key (tenant, id)
) without rowid;
