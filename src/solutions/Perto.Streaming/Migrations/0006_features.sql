-- What people did and the feature store has not counted yet; a row lives for a second or so.
create table streaming_uncounted (
    tenant id_text not null,
    at bigint not null,
    id id_text not null,
    user_id id_text not null,
    title_id id_text not null,
    type text not null,                 -- view, progress, rating, impression, click
    fields text not null,               -- JSON
    primary key (tenant, at, id)
) without rowid;

create index streaming_uncounted_by_user on streaming_uncounted (tenant, user_id);

-- From when on something was known of a viewing or a rating. What was imported and never changed has no row: it is known from its own moment.
create table streaming_change (
    tenant id_text not null,
    user_id id_text not null,
    title_id id_text not null,
    kind text not null,                 -- view, rating
    profile id_text not null,
    began_at bigint not null,
    known_at bigint not null,
    value double precision not null,    -- watched fraction, rating
    primary key (tenant, user_id, title_id, kind, profile, began_at, known_at)
) without rowid;
