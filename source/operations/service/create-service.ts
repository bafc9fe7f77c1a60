import {beyondText, createFlags} from '../../specs/flags/create-command.ts';
import {maskedEnv} from '../../specs/flags/update-command.ts';
import {type Entry, initialOf} from '../../specs/form/entry.ts';
import {serviceForm} from '../../specs/form/service-form.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import {namesIn} from '../edit-spec.ts';
import type {Field} from '../form.ts';
import {pathArgument} from '../objects/create-file.ts';
import type {SwarmOperation} from '../operation.ts';
import {docker, quoted} from '../shell.ts';
import {askForTags} from './ask-for-tags.ts';
import {
	imageIn,
	type NewService,
	nameIn,
	parseNewService,
	prepareNewService,
	specToSend,
} from './create-service-input.ts';
import {planNewService} from './create-service-plan.ts';
import {loginFor} from './pin-image.ts';

const fieldOf = (entry: Entry, section: string | undefined, running: readonly string[]): Field => ({
	name: entry.name,
	label: entry.label,
	hint: entry.hint,
	initial: initialOf(entry),
	...(section === undefined ? {} : {section}),
	...(entry.choices && {choices: entry.choices}),
	// A choice that nobody made is as dim as what Docker takes by itself.
	...(entry.fallback === undefined && entry.choices === undefined
		? {}
		: {fallback: entry.fallback ?? initialOf(entry)}),
	...(entry.name === 'image' && {tagsOf: typed => askForTags([typed.trim()], running)}),
});

const servicesIn = ({services}: Snapshot) => [...(services?.items.values() ?? [])];

const fieldsIn = (snapshot: Snapshot | undefined): readonly Field[] => {
	const running = snapshot === undefined ? [] : servicesIn(snapshot).map(({image}) => image);
	return serviceForm.flatMap(({title, entries}) =>
		entries.map((entry, index) => fieldOf(entry, index === 0 ? title : undefined, running)),
	);
};

const madeIn = (input: NewService, snapshot: Snapshot) => servicesIn(snapshot).find(({name}) => name === nameIn(input));

const asTheyAre = (words: readonly string[]) => words;

/** With the call of the API behind it for what flags don't reach. */
const commandOf = ({spec, sendsLogin, envFile}: NewService, snapshot: Snapshot, show = asTheyAre) => {
	const {words, beyond} = createFlags(envFile?.without ?? spec, namesIn(snapshot));
	const login = sendsLogin ? ['--with-registry-auth'] : [];
	const file = envFile === undefined ? [] : [`--env-file ${pathArgument(envFile.path)}`];
	const command = [docker('service', 'create', ...login), ...file, ...show(words).map(quoted)].join(' ');
	return command + beyondText(beyond, 'POST /services/create');
};

export const createService: SwarmOperation<NewService> = {
	on: 'swarm',
	id: 'createService',
	title: 'Create a service',
	verb: 'create',
	doing: 'Creating',
	done: 'created; w shows it come up',
	subject: input => `the service ${nameIn(input)}`,
	danger: 'disruptive',
	blockedBy: () => undefined,
	fields: (_targets, snapshot) => fieldsIn(snapshot),
	parse: (values, _targets, snapshot) => parseNewService(values, snapshot),
	prepare: (input, _targets, resources, signal) => prepareNewService(input, resources, signal),
	// Its variables are nobody's business but its own.
	recorded: input => ({name: nameIn(input), image: imageIn({spec: specToSend(input)})}),
	needs: () => ({nodes: true, allServices: true, objects: ['networks', 'secrets', 'configs']}),
	plan: (_targets, input, snapshot) => planNewService(input, snapshot),
	cli: (_target, input, snapshot) => commandOf(input, snapshot),
	recordedCli: (_target, input, snapshot) => commandOf(input, snapshot, maskedEnv),
	relies: () => null,
	async run(resources, _fresh, input, signal) {
		const {auth, note} = input.sendsLogin ? await loginFor(imageIn(input), resources) : {};
		const {warnings} = await resources.engine.createService(specToSend(input), auth, signal);
		return [...warnings, ...(note === undefined ? [] : [note])];
	},
	isWritten: () => false,
	isMade: async ({engine}, input, signal) =>
		(await engine.services(undefined, signal)).items.some(({name}) => name === nameIn(input)),
	isSeen: (_target, input, snapshot) => madeIn(input, snapshot) !== undefined,
	madeService: (input, snapshot) => madeIn(input, snapshot)?.id,
};
