-- The truth of every vector collection: any of them can be rebuilt from here.
create table embedding (
    tenant id_text not null,
    collection id_text not null,
    id id_text not null,
    vectors blob not null,
    payload text not null,
    updated_at bigint not null,
    primary key (tenant, collection, id)
) without rowid;

create table vector_collection (
    tenant id_text not null,
    name id_text not null,
    alias id_text not null,
    model text not null,
    schema text not null,
    state text not null,
    changed_at bigint not null,
    primary key (tenant, name)
);
