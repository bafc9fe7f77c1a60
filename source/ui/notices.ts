import type {ServiceId} from '../swarm/ids.ts';
import {newsWords} from '../swarm/news-words.ts';
import {lookAgain, type NewsKind, newsKinds, type Watched} from '../swarm/rollout-news.ts';
import type {Service} from '../swarm/service.ts';
import type {CommandContext} from './context.ts';
import {type Message, say} from './state.ts';
import {clean} from './text/clean.ts';

/** How the terminal is told besides the line on screen: its bell, or a desktop notification (OSC 9). */
export type Notify = 'bell' | 'osc9';

type News = {readonly kind: NewsKind; readonly service: Service};

/** News in words; they may hold text from the swarm. */
export type ToldNews = News & {readonly words: string};

const tones: Readonly<Record<NewsKind, Message['tone']>> = {
	paused: 'act',
	failed: 'act',
	blocked: 'look',
	'rolling-back': 'look',
	'rolled-back': 'look',
	completed: 'plain',
};

/** Says in a line which rollouts have ended or stand still since it was asked last, those that are being watched aside. */
export function createNotices(
	context: Pick<CommandContext, 'ui' | 'view'>,
	isWatching: (id: ServiceId) => boolean,
	tell: (text: string) => void,
	hear: (news: ToldNews) => void = () => {},
) {
	let watched: ReadonlyMap<ServiceId, Watched> = new Map();
	const {ui, view} = context;

	return () => {
		const looks = [...(view.snapshot().services?.items.values() ?? [])].flatMap(service => {
			const judged = view.verdict(service.id);
			const look = judged && lookAgain(watched.get(service.id), service, judged.verdict, view.now());
			return look === undefined ? [] : [{service, ...look}];
		});
		watched = new Map(looks.flatMap(({service, watched}) => (watched === undefined ? [] : [[service.id, watched]])));
		const all = looks.flatMap(({service, news}) => (news === undefined ? [] : [{kind: news, service}]));
		for (const one of all) {
			hear({...one, words: wordsOf(context, one)});
		}
		const news = all
			.filter(({service}) => !isWatching(service.id))
			.sort((a, b) => newsKinds.indexOf(a.kind) - newsKinds.indexOf(b.kind));
		const [worst] = news;

		// What its cockpit shows by now is no longer said below it.
		if (all.length > news.length && ['plain', 'moving'].includes(ui.getState().message?.tone ?? '')) {
			ui.setState({message: undefined});
		}

		if (worst !== undefined) {
			const text = clean(wordsOf(context, worst)) + (news.length > 1 ? `, and ${news.length - 1} more` : '');
			say(ui, text + hintFor(context, worst), tones[worst.kind]);
			tell(text);
		}
	};
}

/** Where to look next. No key means another service because a line came in: what was meant by it is under the cursor. */
function hintFor({ui, view}: Pick<CommandContext, 'ui' | 'view'>, {kind, service}: News) {
	const subject = view.subject();
	const isSelected = subject?.kind === 'service' && subject.id === service.id;
	const {focus, layers} = ui.getState();

	if (layers.length > 0) {
		return '';
	}

	if (isSelected && focus !== 'nodes') {
		return ' (w shows it)';
	}

	return kind === 'completed' || focus === 'needs' ? '' : ' (0 goes to what needs you)';
}

function wordsOf({view}: Pick<CommandContext, 'view'>, {kind, service}: News) {
	const judged = view.verdict(service.id);
	return judged === undefined
		? service.name
		: newsWords(kind, {service, verdict: judged.verdict, snapshot: view.snapshot(), now: view.now()});
}

/** Characters of a notification: more than any desktop shows. */
const longest = 200;

/** What a terminal is sent. A leading digit and `;` would be a command to some, so the program's name comes first. */
export const notification = (notify: Notify, text: string) =>
	notify === 'bell' ? '\u0007' : `\u001b]9;skep: ${[...clean(text)].slice(0, longest).join('')}\u0007`;
