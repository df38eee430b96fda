create table experiment (
    tenant id_text not null,
    name id_text not null,
    version integer not null,
    state text not null,                -- draft, running, stopped
    definition text not null,           -- JSON
    ranges text not null,               -- JSON: buckets of its layer that it has
    created_at bigint not null,
    started_at bigint,
    stopped_at bigint,
    primary key (tenant, name, version)
);

-- Testers with a fixed arm, and units that are left out (no arm).
create table experiment_override (
    tenant id_text not null,
    experiment id_text not null,
    unit_id id_text not null,
    arm text,
    primary key (tenant, experiment, unit_id)
) without rowid;

create table experiment_holdout (
    tenant id_text not null,
    share double precision not null,
    salt text not null,
    primary key (tenant)
);

-- When a unit first met a version of an experiment.
create table experiment_exposure (
    tenant id_text not null,
    experiment id_text not null,
    version integer not null,
    unit_id id_text not null,
    arm text not null,
    at bigint not null,
    primary key (tenant, experiment, version, unit_id)
) without rowid;

create table experiment_outcome (
    tenant id_text not null,
    experiment id_text not null,
    unit_id id_text not null,
    id id_text not null,                -- the same outcome again counts once
    metric text not null,
    value double precision not null,
    at bigint not null,
    primary key (tenant, experiment, unit_id, id)
) without rowid;

create index experiment_override_by_unit on experiment_override (tenant, unit_id);
create index experiment_exposure_by_unit on experiment_exposure (tenant, unit_id);
create index experiment_outcome_by_unit on experiment_outcome (tenant, unit_id);
