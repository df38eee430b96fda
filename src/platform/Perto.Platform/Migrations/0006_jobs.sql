-- Scheduled jobs and their runs. They belong to the installation, not to a tenant: the work is for all of them.
create table job (
    name id_text not null,
    passed bigint not null,         -- fire times up to here are done with: run, skipped, or older than the job
    paused_at bigint,               -- null: not paused
    last_success_at bigint,         -- kept longer than the runs
    primary key (name)
) without rowid;

create table job_run (
    job id_text not null,
    id id_text not null,
    scheduled_for bigint not null,  -- the fire time, or when it was asked for
    cause text not null,            -- schedule, request, retry
    state text not null,            -- waiting, running, done, failed, interrupted, skipped
    attempt integer not null,       -- 1, and one more for each run before it that was interrupted
    server text,
    progress double precision,      -- 0..1
    detail text,
    result text,
    error text,
    asked_at bigint not null,
    started_at bigint,
    finished_at bigint,
    primary key (job, id)
);

-- A fire time is run once in the cluster, also where clocks differ.
create unique index job_run_scheduled on job_run (job, scheduled_for);

create index job_run_unfinished on job_run (job) where finished_at is null;
