-- Features: definitions, the newest values of each entity in one packed row, and all values by the time that they are about.
create table feature_view (
    tenant id_text not null,
    name id_text not null,
    version integer not null,
    id integer not null,            -- its number in packed rows and in the history
    definition text not null,       -- JSON
    declared_at bigint not null,
    primary key (tenant, name, version)
) without rowid;

create unique index feature_view_id on feature_view (tenant, id);

create table feature_online (
    tenant id_text not null,
    entity id_text not null,
    entity_key id_text not null,
    revision bigint not null,       -- greater with each change; Unix microseconds or one more than before
    packed blob not null,
    primary key (tenant, entity, entity_key)
) without rowid;

create table feature_history (
    tenant id_text not null,
    view_id integer not null,
    entity_key id_text not null,
    event_at bigint not null,
    digest bigint not null,         -- of the values: the same ones of the same moment are one row
    write_order bigint not null,    -- Unix microseconds or one more than before
    packed blob not null,
    primary key (tenant, view_id, entity_key, event_at, digest)
) without rowid;

-- Windows of time: how fresh a view is, how it drifts.
create index feature_history_time on feature_history (tenant, view_id, event_at);

-- Events that were counted, for as long as they may come again.
create table feature_event (
    tenant id_text not null,
    view_id integer not null,
    id id_text not null,
    seen_at bigint not null,
    primary key (tenant, view_id, id)
) without rowid;

create index feature_event_seen on feature_event (seen_at);

create table feature_backfill (
    tenant id_text not null,
    view_id integer not null,
    source id_text not null,
    position text not null,         -- of the source; events up to it are counted
    events bigint not null,
    counted bigint not null,
    state text not null,            -- running, done
    began_at bigint not null,
    updated_at bigint not null,
    last_at bigint not null,        -- time of the last event
    primary key (tenant, view_id, source)
) without rowid;
