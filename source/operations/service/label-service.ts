import {serviceOf} from '../../swarm/snapshot.ts';
import {
	hasLabels,
	type LabelEdits,
	labelEffects,
	labelFields,
	labelFlags,
	labelsAboutToChange,
	parseLabelForm,
} from '../edit-labels.ts';
import type {ServiceOperation} from '../operation.ts';
import {docker, serviceArgument} from '../shell.ts';
import {serviceNow} from '../targets.ts';
import {consequencesOfWrite, joined} from './service-write.ts';

export const labelService: ServiceOperation<LabelEdits> = {
	on: 'service',
	id: 'labelService',
	title: 'Change labels of service',
	verb: 'labels',
	doing: 'Changing labels of',
	done: 'labels changed',
	danger: 'disruptive',
	blockedBy: () => undefined,
	fields: targets => labelFields(targets.map(({saw}) => saw)),
	parse: parseLabelForm,
	needs: targets => ({services: targets.map(({id}) => id)}),
	plan(targets, edits, snapshot) {
		const services = targets.map(target => serviceNow(target, snapshot));
		const {effects, warnings} = joined(services.map(service => consequencesOfWrite(service)));
		const changes = services.flatMap(service => labelEffects(service.name, service, edits));
		return {effects: [...changes, 'No task restarts for labels of the service.', ...effects], warnings, refusals: []};
	},
	cli: ({saw}, edits, snapshot) => docker('service', 'update', ...labelFlags(edits), serviceArgument(saw, snapshot)),
	relies: labelsAboutToChange,
	run: ({engine}, fresh, edits, signal) => engine.updateService(fresh, {kind: 'labels', ...edits}, signal),
	isWritten: hasLabels,
	isSeen: ({id}, edits, snapshot) => hasLabels(serviceOf(snapshot, id), edits),
};
