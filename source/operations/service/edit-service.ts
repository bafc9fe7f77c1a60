import type {ServiceChange} from '../../engine/changes.ts';
import {factsOf} from '../../specs/facts.ts';
import {beyondText} from '../../specs/flags/create-command.ts';
import {maskedEnv, updateFlags} from '../../specs/flags/update-command.ts';
import {withImage} from '../../specs/pinned.ts';
import {at} from '../../specs/tree.ts';
import {isEqualJson} from '../../swarm/equal.ts';
import {isRolling, type Service} from '../../swarm/service.ts';
import {type Snapshot, serviceOf} from '../../swarm/snapshot.ts';
import {changesOf, holdsEdit, namesIn, parseEdit, recordedEdit, type SpecEdit, specAfter} from '../edit-spec.ts';
import type {ServiceOperation} from '../operation.ts';
import type {Resources} from '../resources.ts';
import {comment, docker, serviceArgument} from '../shell.ts';
import type {ServiceTarget} from '../target.ts';
import {planEdit} from './edit-service-plan.ts';
import {loginFor, pinImage} from './pin-image.ts';
import {isOfTasks} from './roll-back-plan.ts';
import {joined} from './service-write.ts';
import {withoutDigest} from './update-image-form.ts';

/** A whole spec from the editor. One target: a text is made from one service. */
export const editService: ServiceOperation<SpecEdit> = {
	on: 'service',
	id: 'editService',
	title: 'Edit service',
	verb: 'edit',
	doing: 'Changing',
	done: 'changed',
	rolls: ({saw}, edit) => changesOf(saw.spec, edit).some(isOfTasks) || isRolling(saw),
	danger: 'disruptive',
	blockedBy: () => undefined,
	parse: (values, [target]) => parseEdit(values, target?.saw.spec ?? null),
	prepare: pinned,
	recorded: recordedEdit,
	recordedCli: ({saw}, edit, snapshot) => commandOf(saw, edit, snapshot, maskedEnv),
	needs: targets => ({
		services: targets.map(({id}) => id),
		tasksOf: targets.map(({id}) => id),
		nodes: true,
		allServices: true,
	}),
	plan(targets, edit, snapshot) {
		const plans = targets.map(target => planEdit(target, edit, snapshot));
		return {
			...joined(plans),
			refusals: plans.flatMap(({refusals}) => refusals),
			diff: plans.flatMap(({diff = []}) => diff),
		};
	},
	cli: ({saw}, edit, snapshot) => commandOf(saw, edit, snapshot),
	relies: ({spec}) => spec,
	run: writeSpec,
	isWritten: (now, edit, over) => now !== undefined && holdsEdit(now, edit, over),
	isSeen({id, saw}, edit, snapshot) {
		const now = serviceOf(snapshot, id);
		return now !== undefined && holdsEdit(now, edit, saw);
	},
};

/** An image that was edited gets its digest, as `docker service update --image` gives it one; the old one's platforms go. */
async function pinned(edit: SpecEdit, _: readonly ServiceTarget[], resources: Resources, signal: AbortSignal) {
	const platforms = ['TaskTemplate', 'Placement', 'Platforms'];
	const [before, {image}] = [factsOf(edit.base).image, factsOf(edit.spec)];
	const areTyped = !isEqualJson(at(edit.base, platforms) ?? null, at(edit.spec, platforms) ?? null);

	if (image === before || areTyped) {
		return edit;
	}

	if (image.includes('@')) {
		return {...edit, spec: withImage(edit.spec, image, [])};
	}

	const pin = await pinImage(image, resources, signal);
	return 'digest' in pin
		? {...edit, spec: withImage(edit.spec, `${withoutDigest(image)}@${pin.digest}`, pin.platforms)}
		: {...edit, spec: withImage(edit.spec, image, []), unpinned: pin.why};
}

async function writeSpec(resources: Resources, fresh: Service, edit: SpecEdit, signal: AbortSignal) {
	const spec = specAfter(edit, fresh.spec);
	const {image} = factsOf(spec);
	const {auth, note} = image === fresh.image ? {} : await loginFor(image, resources);
	const change: ServiceChange = {kind: 'spec', spec, ...(auth && {auth})};
	const warnings = await resources.engine.updateService(fresh, change, signal);
	return [...warnings, ...(note === undefined ? [] : [note])];
}

const asTheyAre = (words: readonly string[]) => words;

/** With the call of the API behind it for what flags don't reach. */
function commandOf(service: Service, edit: SpecEdit, snapshot: Snapshot, show = asTheyAre) {
	const {words, beyond} = updateFlags(service.spec, specAfter(edit, service.spec), namesIn(snapshot));
	const call = `POST /services/${service.id}/update?version=${service.version}`;
	return words.length === 0
		? comment(`no flag of docker does this: ${call} with the whole spec`)
		: docker('service', 'update', ...show(words), serviceArgument(service, snapshot)) + beyondText(beyond, call);
}
