import {acceptedSpec} from '../accepted-spec.ts';
import type {ServiceSpec} from '../model.ts';
import type {Service} from '../objects.ts';
import {randomName} from '../random-name.ts';
import {alreadyExists, failedPrecondition, outOfSequence, Refusal, unimplemented} from '../refusal.ts';
import {modeOf, modeOfSpec} from '../service-mode.ts';
import {addService, changeSpec, swapSpecs} from '../services.ts';
import {bodyOf, type Call, empty, isTrue, json, listOf, type Reply, speaks, versionIn} from './call.ts';
import {filtersOf, hasLabels, oneOf} from './filters.ts';
import {get} from './find.ts';
import {withDefaults} from './service-defaults.ts';

import {serviceStatus} from './service-status.ts';

const nameOf = ({raw}: Service) => raw.Spec.Name ?? '';

export const serviceNamed = ({simulator: {swarm}}: Call, text: string): Service =>
	get('service', swarm.store.services.all, nameOf, text);

/** In the engine's order of fields. */
const serviceJson = (service: Service, more: object = {}): string => {
	const {Spec, PreviousSpec, Endpoint, UpdateStatus, JobStatus, ...meta} = service.raw;
	return JSON.stringify({...meta, Spec, PreviousSpec, Endpoint, UpdateStatus, ...more, JobStatus});
};

const plainJson = (service: Service): string => {
	service.json ??= serviceJson(service);
	return service.json;
};

export const listServices = (call: Call): Reply => {
	const {swarm} = call.simulator;
	const filters = filtersOf(call, ['id', 'label', 'mode', 'name', 'runtime'], 400);
	const withStatus = isTrue(call.query['status']) && speaks(call.version, '1.41');
	const matches = (service: Service) =>
		oneOf(filters['id'], text => service.id.startsWith(text)) &&
		oneOf(filters['name'], text => nameOf(service).startsWith(text)) &&
		oneOf(filters['mode'], text => modeOf(service) === text) &&
		hasLabels(filters['label'], service.raw.Spec.Labels ?? {});
	const shown = (service: Service) => {
		if (!withStatus) {
			return plainJson(service);
		}
		// Before the last brace: the rest of the service is as it was.
		return `${plainJson(service).slice(0, -1)},"ServiceStatus":${JSON.stringify(serviceStatus(swarm, service))}}`;
	};
	return listOf(swarm.store.services.all.values().filter(matches).map(shown));
};

export const inspectService = (call: Call): Reply => {
	const service = serviceNamed(call, call.name);
	const pieces = isTrue(call.query['insertDefaults'])
		? serviceJson({...service, raw: withDefaults(service.raw)})
		: plainJson(service);
	return {kind: 'pieces', pieces: [pieces]};
};

export const createService = (call: Call): Reply => {
	const {swarm} = call.simulator;
	const given = bodyOf<ServiceSpec>(call);
	const spec = acceptedSpec(swarm, given.Name ? given : {...given, Name: randomName(swarm.random)});
	const isTaken = swarm.store.services.all.values().some(service => nameOf(service) === spec.Name);
	if (isTaken) {
		throw alreadyExists(`name conflicts with an existing object: service ${spec.Name} already exists`);
	}
	const service = addService(swarm, spec);
	return json({ID: service.id, ...(speaks(call.version, '1.44') ? {Warnings: null} : {})}, 201);
};

const rollBack = (call: Call, service: Service) => {
	const {PreviousSpec} = service.raw;
	if (PreviousSpec === undefined) {
		throw failedPrecondition(`service ${service.id} does not have a previous spec`);
	}
	swapSpecs(call.simulator.swarm, service, PreviousSpec);
};

export const updateService = (call: Call): Reply => {
	const {swarm} = call.simulator;
	const service = serviceNamed(call, call.name);
	const version = versionIn(call, 'service');
	const given = bodyOf<ServiceSpec>(call);
	const isRollback = call.query['rollback'] === 'previous';
	if (call.query['rollback'] && !isRollback) {
		throw new Refusal(500, `unrecognized rollback option ${call.query['rollback']}`);
	}
	const spec = isRollback ? service.raw.Spec : acceptedSpec(swarm, given, service);
	if (version !== service.raw.Version.Index) {
		throw outOfSequence();
	}
	if (isRollback) {
		rollBack(call, service);
		return json({Warnings: null});
	}
	if (spec.Name !== service.raw.Spec.Name) {
		throw unimplemented('renaming services is not supported');
	}
	if (modeOfSpec(spec) !== modeOf(service)) {
		throw unimplemented('service mode change is not allowed');
	}
	changeSpec(swarm, service, spec);
	return json({Warnings: null});
};

export const removeService = (call: Call): Reply => {
	call.simulator.swarm.store.services.remove(serviceNamed(call, call.name));
	return empty();
};
