-- Trained models: the database is the truth, so that every server process runs the same version.
create table model (
    tenant id_text not null,
    name id_text not null,
    version integer not null,
    kind text not null,
    sha256 text not null,
    size bigint not null,
    data_from bigint,
    data_to bigint,
    metrics text not null,          -- JSON object: name to number
    parent integer,                 -- the version it was trained from
    state text not null,            -- candidate, live, retired, rejected
    reason text,                    -- why it was rejected
    replaced integer,               -- the version that was live before this one went live: where a rollback goes
    created_at bigint not null,
    primary key (tenant, name, version)
) without rowid;

-- Whatever happens, there is one live version of a name.
create unique index model_live on model (tenant, name) where state = 'live';

create table model_part (
    tenant id_text not null,
    name id_text not null,
    version integer not null,
    part integer not null,
    bytes blob not null,
    primary key (tenant, name, version, part)
);
