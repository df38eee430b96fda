create table streaming_training (
    tenant id_text not null,
    id id_text not null,
    state text not null,                -- queued, running, done, failed
    detail text,
    progress double precision not null,
    report text,                        -- JSON, when it is done
    failure text,
    asked_at bigint not null,
    finished_at bigint,
    primary key (tenant, id)
);
