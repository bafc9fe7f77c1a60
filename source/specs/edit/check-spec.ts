import type {Json} from '../../swarm/values.ts';
import {changeFaults} from './checks/change-checks.ts';
import {addressFaults, envFaults, healthFaults, imageFaults} from './checks/container-checks.ts';
import {credentialFaults} from './checks/credential-checks.ts';
import {mountFaults} from './checks/mount-checks.ts';
import {portFaults} from './checks/port-checks.ts';
import {jobFaults, networkFaults, placementFaults, resourceFaults, targetFaults} from './checks/task-checks.ts';
import {type Fault, placeText} from './problem.ts';
import type {Editable} from './service-shape.ts';

const checks = [
	imageFaults,
	envFaults,
	addressFaults,
	healthFaults,
	mountFaults,
	placementFaults,
	resourceFaults,
	networkFaults,
	targetFaults,
	portFaults,
	jobFaults,
	credentialFaults,
];

const keyOf = ({path, sentence}: Fault) => `${placeText(path).replaceAll(/\[\d+\]/g, '[]')} ${sentence}`;

/** What is wrong with a whole service's spec that every field for itself doesn't show. */
const serviceFaults = (spec: Json): readonly Fault[] => checks.flatMap(check => check(spec));

/** The same of an edited one: what was so before is nobody's business, and what the engine refuses to change. */
export const editFaults = (spec: Json, before: Json, kind: Editable): readonly Fault[] => {
	if (kind === 'node') {
		return [];
	}

	const old = new Set(serviceFaults(before).map(keyOf));
	return [...changeFaults(spec, before), ...serviceFaults(spec).filter(fault => !old.has(keyOf(fault)))];
};
