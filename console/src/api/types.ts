import type { paths } from './generated.ts';

/**
 * The shapes the console uses, taken from the paths of the API and not from its schema names,
 * which are the server's own business.
 */
type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } };
}
  ? Body
  : never;

type Posted<Path extends keyof paths> = paths[Path] extends {
  post: { responses: { 200: { content: { 'application/json': infer Body } } } };
}
  ? Body
  : never;

type Asked<Path extends keyof paths> = paths[Path] extends {
  post: { requestBody: { content: { 'application/json': infer Body } } };
}
  ? Body
  : never;

export type Overview = Answer<'/v1/overview'>;
export type SolutionCounts = Overview['solutions'][number];
export type RateSeries = Overview['rates']['series'][number];
export type Model = Overview['models'][number];
export type Collection = Overview['collections'][number];
export type WorkTask = Overview['tasks'][number];
export type Health = Overview['health'];

export type Person = Answer<'/v1/streaming/users'>['items'][number];
export type HistoryEntry = Answer<'/v1/streaming/users/{id}/history'>['items'][number];
export type HomePage = Answer<'/v1/streaming/users/{id}/home'>;
export type HomeRow = HomePage['rows'][number];
export type RecommendedTitle = HomeRow['titles'][number];
export type Degradation = HomePage['degraded'][number];
export type Title = Answer<'/v1/streaming/titles'>['items'][number];
export type TitleFacts = Answer<'/v1/streaming/titles/{id}'>;
export type SimilarTitles = Answer<'/v1/streaming/titles/{id}/similar'>;

export type HomePreview = Answer<'/v1/streaming/users/{id}/preview'>;
export type ModelVersion = Answer<'/v1/models'>['items'][number];
export type TrainingRun = Answer<'/v1/streaming/trainings/{id}'>;
export type MeasuresReport = Answer<'/v1/streaming/measures'>;
export type OnlineMeasure = MeasuresReport['measures'][number];
export type Pin = Answer<'/v1/streaming/pins'>['items'][number];
export type PinDraft = Pin['pin'];

export type ExperimentInfo = Answer<'/v1/experiments'>['items'][number];
export type ExperimentResults = Answer<'/v1/experiments/{name}/results'>;
export type Comparison = NonNullable<ExperimentResults['sequential']>['comparisons'][number];

export type PostedEvent =
  paths['/v1/streaming/events']['post']['requestBody']['content']['application/json']['events'][number];

export type VectorCollection = Answer<'/v1/vectors/collections'>['items'][number];
export type VectorField = VectorCollection['vectors'][number];
export type PayloadField = VectorCollection['payload'][number];
export type VectorRecord = Posted<'/v1/vectors/collections/{name}/records/scroll'>['items'][number];
export type VectorSearch = Asked<'/v1/vectors/collections/{name}/search'>;
export type VectorSearchAnswer = Posted<'/v1/vectors/collections/{name}/search'>;
export type VectorHit = VectorSearchAnswer['hits'][number];
export type VectorExplain = VectorSearchAnswer['explain'];
export type RecallRequest = Asked<'/v1/vectors/collections/{name}/recall'>;
export type RecallReport = Posted<'/v1/vectors/collections/{name}/recall'>;
export type Filter = Record<string, unknown>;

export type OutboxTopic = Answer<'/v1/outbox'>['items'][number];
export type DeadLetter = Answer<'/v1/outbox/dead-letters'>['items'][number];
export type Job = Answer<'/v1/jobs'>['items'][number];
export type Dependency = Answer<'/v1/dependencies'>['items'][number];
export type JobRun = Answer<'/v1/jobs/{name}/runs'>['items'][number];
export type ApiKey = Answer<'/v1/keys'>['items'][number];
export type KeyDraft = Asked<'/v1/keys'>;
export type IssuedKey = paths['/v1/keys']['post']['responses'][201]['content']['application/json'];
export type WhoAmI = Answer<'/v1/keys/me'>;
export type AuditRecord = Answer<'/v1/audit'>['items'][number];
export type AuditVerification = Answer<'/v1/audit/verify'>;
export type PrivacyDescription = Answer<'/v1/privacy'>;
export type ErasureReceipt = Answer<'/v1/privacy/erasures'>['items'][number];
