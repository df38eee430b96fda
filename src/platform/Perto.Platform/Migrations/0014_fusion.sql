-- How the parts of a search of a collection are fused, as it was learned from judged queries.
create table search_fusion (
    tenant id_text not null,
    collection id_text not null,
    model id_text not null,         -- whose embeddings it was learned with
    dimensions integer not null,
    learned text not null,          -- JSON
    learned_at bigint not null,
    primary key (tenant, collection)
);
