create table streaming_served (
    tenant id_text not null,
    id id_text not null,
    user_id id_text not null,
    profile id_text not null,
    at bigint not null,
    device text,
    model text,
    page blob not null,                 -- rows, titles, propensities and features: ServedPageFile
    primary key (tenant, id)
);

create index streaming_served_by_time on streaming_served (tenant, at);
create index streaming_served_by_user on streaming_served (tenant, user_id, at);

alter table streaming_training add column model text not null default 'collaborative';      -- collaborative, ranker
