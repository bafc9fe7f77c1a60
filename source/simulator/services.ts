import type {ServiceSpec} from './model.ts';
import type {Service} from './objects.ts';
import {isJob, modeOfSpec} from './service-mode.ts';
import type {Swarm} from './swarm.ts';

/** A new service; its spec has been checked. */
export const addService = ({store}: Swarm, spec: ServiceSpec): Service => {
	const meta = store.services.meta();
	const job = modeOfSpec(spec).endsWith('job') ? {JobStatus: {JobIteration: {}, LastExecution: meta.CreatedAt}} : {};
	return store.services.add({
		id: meta.ID,
		json: undefined,
		specVersion: meta.Version.Index,
		previousSpecVersion: undefined,
		addresses: new Map(),
		raw: {...meta, Spec: spec, Endpoint: {Spec: {}}, ...job},
	});
};

/** A job runs again when it is forced to, and only then. */
const nextRun = ({store}: Swarm, service: Service, spec: ServiceSpec) => {
	const isForced = (spec.TaskTemplate.ForceUpdate ?? 0) > (service.raw.Spec.TaskTemplate.ForceUpdate ?? 0);
	if (!isJob(service) || !isForced) {
		return {};
	}
	const Index = (service.raw.JobStatus?.JobIteration.Index ?? 0) + 1;
	return {JobStatus: {JobIteration: {Index}, LastExecution: store.services.stamp()}};
};

/**
Every write keeps the spec it replaces as the one to roll back to, and clears what is known of an update. A spec that
says the same keeps its version: an update that works on it goes on, and has no status to write to any more.
*/
export const changeSpec = (swarm: Swarm, service: Service, spec: ServiceSpec) => {
	const isSame = JSON.stringify(spec) === JSON.stringify(service.raw.Spec);
	const job = nextRun(swarm, service, spec);
	service.previousSpecVersion = service.specVersion;
	service.specVersion = isSame ? service.specVersion : swarm.store.log.last() + 1;
	swarm.store.services.write(service, {
		Spec: spec,
		PreviousSpec: service.raw.Spec,
		UpdateStatus: undefined,
		...job,
	});
};

/** Swaps the spec and the previous one: done twice, it is a redo. */
export const swapSpecs = (swarm: Swarm, service: Service, previous: ServiceSpec) => {
	const {specVersion, previousSpecVersion = specVersion} = service;
	service.specVersion = previousSpecVersion;
	service.previousSpecVersion = specVersion;
	swarm.store.services.write(service, {
		Spec: previous,
		PreviousSpec: service.raw.Spec,
		UpdateStatus: {
			State: 'rollback_started',
			StartedAt: swarm.store.services.stamp(),
			Message: 'manually requested rollback',
		},
	});
};
