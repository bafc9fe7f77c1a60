import type {FileChange} from '../../engine/changes.ts';
import type {ConfigId, SecretId} from '../../swarm/ids.ts';
import type {Service} from '../../swarm/service.ts';
import {type Snapshot, serviceOf} from '../../swarm/snapshot.ts';
import {type FileUse, pathInContainer, usesOfFile} from '../../swarm/uses.ts';
import type {ServiceOperation} from '../operation.ts';
import {docker, serviceArgument} from '../shell.ts';
import {serviceNow} from '../targets.ts';
import {consequencesOfWrite, joined} from './service-write.ts';
import {outage, rolloutOf} from './update-pace.ts';

/** One version of a secret or config, by its name and id. */
type FileVersion = {readonly id: SecretId | ConfigId; readonly name: string};

/** A service is given one version of a file in place of another. */
export type Repointing = {
	readonly file: FileChange['file'];
	readonly from: FileVersion;
	readonly to: FileVersion;
};

export const hasFile = (service: Service, {id}: FileVersion) => usesOfFile(service, id).length > 0;

const isRepointed = (service: Service, {from, to}: Repointing) => !hasFile(service, from) && hasFile(service, to);

/** As Docker sets it where nothing is said (opts/secret.go of its command line). */
const isUsual = ({owner}: FileUse<string>) =>
	owner === undefined || (owner.uid === '0' && owner.gid === '0' && owner.mode === 0o444);

const useWords = (use: FileUse<string>, to: string) => {
	const {owner} = use;
	// Docker would take the new name for a target that isn't given: what programs read is called as before.
	const target = use.target ?? use.name;
	return [
		`source=${to}`,
		...(target === to ? [] : [`target=${target}`]),
		...(owner === undefined || isUsual(use)
			? []
			: [`uid=${owner.uid}`, `gid=${owner.gid}`, `mode=0${owner.mode.toString(8)}`]),
	].join(',');
};

/** The `docker` command for one service; Windows credentials have a flag of their own. */
export const repointCommand = (service: Service, {file, from, to}: Repointing, snapshot: Snapshot) => {
	const uses = usesOfFile(service, from.id);
	const isCredential = (use: FileUse<string>) => file === 'config' && use.target === undefined;
	const files = uses.filter(use => !isCredential(use));
	return docker(
		'service',
		'update',
		...(files.length > 0 ? [`--${file}-rm`, from.name] : []),
		...files.flatMap(use => [`--${file}-add`, useWords(use, to.name)]),
		...(uses.some(isCredential) ? ['--credential-spec', `config://${to.name}`] : []),
		serviceArgument(service, snapshot),
	);
};

/** Where it has it now: what stays as it is. */
export const placeWords = (service: Service, {file, from}: Repointing) =>
	usesOfFile(service, from.id)
		.map(use => pathInContainer(file, use))
		.join(', ');

/** One step of a rotation; it has no key of its own. */
export const repointFile: ServiceOperation<Repointing> = {
	on: 'service',
	id: 'repointFile',
	title: 'Give another version of a secret or config to service',
	verb: 're-point',
	doing: 'Re-pointing',
	done: 're-pointed',
	rolls: () => true,
	danger: 'disruptive',
	blockedBy: () => undefined,
	parse: () => ({kind: 'problem', field: '', problem: 'This is a step of a rotation.'}),
	needs: targets => ({services: targets.map(({id}) => id), tasksOf: targets.map(({id}) => id)}),
	plan(targets, input, snapshot) {
		const services = targets.map(target => serviceNow(target, snapshot));
		const parts = services.map(service => {
			const [rollout, write] = [rolloutOf(service, service.update, snapshot), consequencesOfWrite(service)];
			return {
				effects: [
					`${service.name} has ${input.to.name} in place of ${input.from.name} at ${placeWords(service, input)}.`,
					...rollout.effects,
					...write.effects,
				],
				warnings: [...outage(service, service.update, snapshot), ...write.warnings],
				forecast: rollout.forecast,
			};
		});
		return {...joined(parts), refusals: []};
	},
	cli: ({saw}, input, snapshot) => repointCommand(saw, input, snapshot),
	relies: (service, {from}) => ({uses: usesOfFile(service, from.id).map(({target}) => target ?? null)}),
	run: ({engine}, fresh, input, signal) =>
		engine.updateService(fresh, {kind: 'file', file: input.file, from: input.from.id, to: input.to}, signal),
	isWritten: (now, input) => now !== undefined && isRepointed(now, input),
	isSeen({id}, input, snapshot) {
		const now = serviceOf(snapshot, id);
		return now !== undefined && isRepointed(now, input);
	},
};
