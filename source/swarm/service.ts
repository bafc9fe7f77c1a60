import type {NetworkId, ServiceId} from './ids.ts';
import type {Template} from './template.ts';
import type {Uses} from './uses.ts';
import type {Instant, Json, Labels, Resources, Seconds} from './values.ts';

export type ServiceMode =
	| {readonly kind: 'replicated'; readonly replicas: number}
	| {readonly kind: 'global'}
	| {readonly kind: 'replicated-job'; readonly completions: number; readonly concurrent: number}
	| {readonly kind: 'global-job'};

export type PublishedPort = {
	readonly published: number | undefined;
	readonly target: number;
	readonly protocol: 'tcp' | 'udp' | 'sctp';
	readonly mode: 'ingress' | 'host';
};

export type FailureAction = 'pause' | 'continue' | 'rollback';
export type UpdateOrder = 'stop-first' | 'start-first';

/** How an update or a rollback goes about it. Docker's defaults are filled in where the spec says nothing. */
export type UpdatePolicy = {
	/** Slots at a time; 0 is all at once. */
	readonly parallelism: number;
	readonly delay: Seconds;
	/** How long a new task must live before it counts as good. */
	readonly monitor: Seconds;
	readonly failureAction: FailureAction;
	readonly maxFailureRatio: number;
	readonly order: UpdateOrder;
};

export type UpdateState =
	| 'updating'
	| 'paused'
	| 'completed'
	| 'rollback_started'
	| 'rollback_paused'
	| 'rollback_completed';

export type UpdateStatus = {
	readonly state: UpdateState;
	readonly startedAt: Instant | undefined;
	readonly completedAt: Instant | undefined;
	readonly message: string | undefined;
};

/** The engine's own counts. They count stopping tasks and those on dead nodes: a hint that something changed, no verdict. */
export type ServerCounts = {
	readonly running: number;
	readonly desired: number;
	readonly completed: number;
};

export type Service = {
	readonly id: ServiceId;
	readonly version: number;
	readonly name: string;
	readonly labels: Labels;
	/** The stack it belongs to, by Docker's namespace label. */
	readonly stack: string | undefined;
	readonly mode: ServiceMode;
	/** As in the spec, digest included: `registry/shop/web:2@sha256:...`. */
	readonly image: string;
	readonly ports: readonly PublishedPort[];
	readonly networks: readonly NetworkId[];
	/** Absent only where nobody decoded it. */
	readonly uses?: Uses;
	readonly constraints: readonly string[];
	/** 0 is no limit. */
	readonly maxPerNode: number;
	readonly reservations: Resources;
	readonly limits: Resources;
	readonly update: UpdatePolicy;
	readonly rollback: UpdatePolicy;
	readonly updateStatus: UpdateStatus | undefined;
	readonly serverCounts: ServerCounts | undefined;
	/** Which run of a job the service is at; tasks of earlier runs are history. */
	readonly jobIteration: number | undefined;
	/** What takes its log, where the spec names it: `none` keeps nothing that can be read. */
	readonly logDriver?: string;
	/** What its tasks should be made from. */
	readonly template: Template;
	readonly createdAt: Instant;
	readonly updatedAt: Instant;
	readonly spec: Json;
	/** The one spec the engine keeps to roll back to. Every write replaces it, a scale too. */
	readonly previousSpec: Json | undefined;
	/** The image of `previousSpec`. */
	readonly previousImage: string | undefined;
	readonly raw: Json;
};

export const isJob = (service: Service) => service.mode.kind === 'replicated-job' || service.mode.kind === 'global-job';

const underWay: readonly (UpdateState | undefined)[] = ['updating', 'rollback_started'];

/** The engine is replacing tasks right now. */
export const isRolling = (service: Service) => underWay.includes(service.updateStatus?.state);
