create table streaming_title (
    tenant id_text not null,
    id id_text not null,
    name text not null,
    year integer,
    genres text not null,
    updated_at bigint not null,
    primary key (tenant, id)
);

create table streaming_person (
    tenant id_text not null,
    id id_text not null,
    ratings integer not null,
    views integer not null,
    last_active bigint not null,
    revision bigint not null,
    primary key (tenant, id)
);

create table streaming_rating (
    tenant id_text not null,
    user_id id_text not null,
    title_id id_text not null,
    rating double precision not null,
    rated_at bigint not null,
    primary key (tenant, user_id, title_id)
) without rowid;

create table streaming_view (
    tenant id_text not null,
    user_id id_text not null,
    title_id id_text not null,
    profile id_text not null,
    started_at bigint not null,
    progress double precision not null,
    seconds bigint,
    device text,
    primary key (tenant, user_id, title_id, profile, started_at)
) without rowid;

create table streaming_tag (
    tenant id_text not null,
    user_id id_text not null,
    title_id id_text not null,
    tag text not null,
    tagged_at bigint not null,
    primary key (tenant, user_id, title_id, tag)
) without rowid;

create table streaming_exposure (
    tenant id_text not null,
    id id_text not null,
    user_id id_text not null,
    title_id id_text not null,
    kind text not null,
    row_name text,
    position integer,
    at bigint not null,
    primary key (tenant, id)
);

create index streaming_tag_by_title on streaming_tag (tenant, title_id);
create index streaming_exposure_by_user on streaming_exposure (tenant, user_id, at);
