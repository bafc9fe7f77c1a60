import type {ServiceSpec, UpdateConfig} from './model.ts';
import {invalidArgument} from './refusal.ts';
import {modeOfSpec} from './service-mode.ts';

const checkUpdate = ({Delay = 0, Monitor = 0, MaxFailureRatio = 0}: UpdateConfig = {}) => {
	if (Delay < 0) {
		throw invalidArgument('TaskSpec: update-delay cannot be negative');
	}
	if (Monitor < 0) {
		throw invalidArgument('TaskSpec: update-monitor cannot be negative');
	}
	if (MaxFailureRatio < 0 || MaxFailureRatio > 1) {
		throw invalidArgument('TaskSpec: update-maxfailureratio cannot be less than 0 or bigger than 1');
	}
};

const checkEndpoint = ({EndpointSpec}: ServiceSpec) => {
	const ports = (EndpointSpec?.Ports ?? []).flatMap(({PublishedPort, Protocol = 'tcp', PublishMode = 'ingress'}) =>
		PublishedPort ? [`${PublishMode} ${PublishedPort}/${Protocol}`] : [],
	);
	if (new Set(ports).size < ports.length) {
		throw invalidArgument('EndpointSpec: duplicate published ports provided');
	}
};

/** How a service updates, is reached and ends, where SwarmKit has a say (manager/controlapi/service.go). */
export const checkPolicies = (spec: ServiceSpec) => {
	checkUpdate(spec.UpdateConfig);
	checkUpdate(spec.RollbackConfig);
	checkEndpoint(spec);
	if (spec.UpdateConfig && modeOfSpec(spec).endsWith('job')) {
		throw invalidArgument('Jobs may not have an update config');
	}
};
