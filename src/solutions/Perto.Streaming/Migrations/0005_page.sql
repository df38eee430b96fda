create table streaming_pin (
    tenant id_text not null,
    id id_text not null,
    title_id id_text not null,
    row_name text not null,
    place integer not null,             -- from 1
    country text,                       -- null: all
    tier text,                          -- null: all
    starts_at bigint,                   -- null: now
    ends_at bigint,                     -- null: until it is deleted
    updated_at bigint not null,
    primary key (tenant, id)
);

create table streaming_content (        -- how far the content vectors follow the catalogue
    tenant id_text not null,
    titles bigint not null,
    updated_at bigint not null,         -- the latest change of a title
    version text not null,
    refreshed_at bigint not null,
    primary key (tenant)
);

create table streaming_row_bandit (     -- what was learned of the rows of the page
    tenant id_text not null,
    learned_at bigint not null,         -- the page that was learned from last
    learned_id id_text not null,
    pages bigint not null,
    bandit blob not null,
    updated_at bigint not null,
    primary key (tenant)
);
