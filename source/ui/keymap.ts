import type {CommandId} from './commands/commands.ts';

/**
Where a key means something. What is open decides which are active, innermost first:
a layer hides everything below it, a prompt takes all text.
*/
export type Scope =
	| 'review'
	| 'typedReview'
	| 'form'
	| 'mend'
	| 'tags'
	| 'refused'
	| 'busy'
	| 'notice'
	| 'quit'
	| 'pager'
	| 'swarmPage'
	| 'unlockKey'
	| 'noQuorum'
	| 'noSwarm'
	| 'palette'
	| 'cockpit'
	| 'cockpitLog'
	| 'why'
	| 'rollouts'
	| 'shelf'
	| 'images'
	| 'guide'
	| 'guideAsk'
	| 'problems'
	| 'topology'
	| 'events'
	| 'logs'
	| 'tasks'
	| 'list'
	| 'panes';

export type Binding = {
	readonly scope: Scope;
	/** Canonical names: `j`, `ctrl+d`, `shift+tab`. The first is the one shown. */
	readonly keys: readonly string[];
	readonly command: CommandId;
};

const bind = (scope: Scope, keys: string, command: CommandId): Binding => ({scope, keys: keys.split(' '), command});

/** Every key of the app: input, footer, help, palette, README and tests read this table. */
export const keymap: readonly Binding[] = [
	bind('panes', 'D', 'drainNode'),
	bind('panes', 'P', 'pauseNode'),
	bind('panes', 'A', 'activateNode'),
	bind('panes', 'M', 'changeRole'),
	bind('panes', '#', 'changeLabels'),
	bind('panes', 's', 'scaleService'),
	bind('panes', 'u', 'updateImage'),
	bind('panes', 'U', 'resumeUpdate'),
	bind('panes', 'r', 'restartService'),
	bind('panes', 'R', 'rollBackService'),
	bind('panes', 'e', 'editSpec'),
	bind('panes', 'a', 'add'),
	bind('panes', 'Y', 'exportCompose'),
	bind('panes', 'ctrl+d', 'remove'),

	bind('list', 'j down', 'moveDown'),
	bind('list', 'k up', 'moveUp'),
	bind('list', 'g home', 'moveToTop'),
	bind('list', 'G end', 'moveToEnd'),
	bind('list', 'pagedown ctrl+f', 'pageDown'),
	bind('list', 'pageup', 'pageUp'),
	bind('list', 'space', 'mark'),
	bind('list', 'o', 'sortByNext'),
	bind('list', 'O', 'reverseSort'),
	bind('list', '/', 'filter'),
	bind('tasks', 'h', 'toggleHistory'),

	bind('logs', 'f', 'toggleFollow'),
	bind('logs', 't', 'toggleLogTimestamps'),
	bind('logs', 'v', 'toggleWrap'),
	bind('logs', 'j down', 'logDown'),
	bind('logs', 'k up', 'logUp'),
	bind('logs', 'pagedown ctrl+f', 'logPageDown'),
	bind('logs', 'pageup', 'logPageUp'),
	bind('logs', 'g home', 'logTop'),
	bind('logs', 'G end', 'logEnd'),
	bind('logs', '/ &', 'filterLogs'),

	bind('panes', '0', 'focusNeeds'),
	bind('panes', '1', 'focusServices'),
	bind('panes', '2', 'focusNodes'),
	bind('panes', '3', 'focusTasks'),
	bind('panes', '4', 'focusLogs'),
	bind('panes', 'tab', 'focusNext'),
	bind('panes', 'shift+tab', 'focusPrevious'),
	bind('panes', 'enter', 'drillIn'),
	bind('panes', 'escape', 'goBack'),
	bind('panes', 'z', 'zoom'),
	bind('panes', 'w', 'showWhatGoesOn'),
	bind('panes', 'l', 'showLogs'),
	bind('panes', 'd', 'describe'),
	bind('panes', 'i', 'showYaml'),
	bind('panes', 'p', 'showProblems'),
	bind('panes', '!', 'problemsOnly'),
	bind('panes', 't', 'toggleTimes'),
	bind('panes', 'c', 'copy'),
	bind('panes', ':', 'openPalette'),
	bind('panes', '?', 'openHelp'),
	bind('panes', 'ctrl+r', 'refresh'),
	bind('panes', 'ctrl+z', 'suspend'),
	bind('panes', 'q ctrl+c', 'quit'),

	bind('cockpit', 'R', 'rollBackService'),
	bind('cockpit', 'U', 'resumeUpdate'),
	bind('cockpit', 'u', 'updateImage'),
	bind('cockpit', 'r', 'restartService'),
	bind('cockpit', 's', 'scaleService'),
	bind('cockpit', 'e', 'editSpec'),
	bind('cockpit', 'l', 'cockpitLog'),
	bind('cockpit', 'd', 'cockpitDiff'),
	bind('cockpit', 'c', 'cockpitCopy'),
	bind('cockpit', 't', 'cockpitTimes'),
	bind('cockpit', 'tab', 'cockpitWhy'),
	bind('cockpit', 'j down', 'cockpitDown'),
	bind('cockpit', 'k up', 'cockpitUp'),
	bind('cockpit', 'pagedown space ctrl+f', 'cockpitPageDown'),
	bind('cockpit', 'pageup', 'cockpitPageUp'),
	bind('cockpit', 'g home', 'cockpitTop'),
	bind('cockpit', 'G end', 'cockpitEnd'),
	bind('cockpit', '?', 'openHelp'),
	bind('cockpit', 'ctrl+r', 'refresh'),
	bind('cockpit', 'ctrl+z', 'suspend'),
	bind('cockpit', 'escape q w ctrl+c', 'cockpitBack'),

	bind('cockpitLog', 'l', 'cockpitLog'),
	bind('cockpitLog', '?', 'openHelp'),
	bind('cockpitLog', 'ctrl+z', 'suspend'),
	bind('cockpitLog', 'escape q ctrl+c', 'cockpitBack'),

	bind('why', 'enter', 'whyPlan'),
	bind('why', 'tab', 'whyRollout'),
	bind('why', 'f', 'whyUnfold'),
	bind('why', 'c', 'whyCopy'),
	bind('why', 'j down', 'whyDown'),
	bind('why', 'k up', 'whyUp'),
	bind('why', 'pagedown space ctrl+f', 'whyPageDown'),
	bind('why', 'pageup', 'whyPageUp'),
	bind('why', 'g home', 'whyTop'),
	bind('why', 'G end', 'whyEnd'),
	bind('why', '?', 'openHelp'),
	bind('why', 'ctrl+r', 'refresh'),
	bind('why', 'ctrl+z', 'suspend'),
	bind('why', 'escape q w ctrl+c', 'whyBack'),

	bind('pager', 'j down enter', 'scrollDown'),
	bind('pager', 'k up', 'scrollUp'),
	bind('pager', 'pagedown space ctrl+f', 'scrollPageDown'),
	bind('pager', 'pageup', 'scrollPageUp'),
	bind('pager', 'g home', 'scrollTop'),
	bind('pager', 'G end', 'scrollEnd'),
	bind('pager', 'd', 'pagerDescribe'),
	bind('pager', 'i', 'pagerYaml'),
	bind('pager', 'c', 'copyPage'),
	bind('pager', 'escape q ? ctrl+c', 'closeLayer'),

	bind('rollouts', 'j down', 'rolloutDown'),
	bind('rollouts', 'k up', 'rolloutUp'),
	bind('rollouts', 'pagedown ctrl+f', 'rolloutPageDown'),
	bind('rollouts', 'pageup', 'rolloutPageUp'),
	bind('rollouts', 'g home', 'rolloutTop'),
	bind('rollouts', 'G end', 'rolloutEnd'),
	bind('rollouts', 'enter w', 'openRollout'),
	bind('rollouts', 'escape q ctrl+c', 'closeLayer'),

	bind('swarmPage', 't', 'toggleTokens'),
	bind('swarmPage', 'w', 'copyWorkerJoin'),
	bind('swarmPage', 'm', 'copyManagerJoin'),
	bind('swarmPage', '1', 'copyWorkerToken'),
	bind('swarmPage', '2', 'copyManagerToken'),
	bind('swarmPage', 'v', 'showUnlockKey'),
	bind('swarmPage', 'T', 'rotateJoinToken'),
	bind('swarmPage', 'W', 'rotateUnlockKey'),
	bind('swarmPage', 'Z', 'changeAutolock'),
	bind('swarmPage', 'C', 'rotateRoot'),
	bind('swarmPage', ',', 'changeSwarmSettings'),
	bind('swarmPage', 'E', 'leaveSwarm'),

	bind('unlockKey', 'c', 'copyUnlockKey'),

	bind('noQuorum', '1', 'copyBringBack'),
	bind('noQuorum', '2', 'copyRebuild'),

	bind('noSwarm', 'I', 'initSwarm'),
	bind('noSwarm', 'J', 'joinSwarm'),
	bind('noSwarm', 'K', 'unlockSwarm'),
	bind('noSwarm', 'E', 'leaveSwarm'),
	bind('noSwarm', 'w enter', 'showNoQuorum'),
	bind('noSwarm', ':', 'openPalette'),
	bind('noSwarm', '?', 'openHelp'),
	bind('noSwarm', 'ctrl+r', 'refresh'),
	bind('noSwarm', 'ctrl+z', 'suspend'),
	bind('noSwarm', 'escape', 'goBack'),
	bind('noSwarm', 'q ctrl+c', 'quit'),

	bind('images', 'v', 'askTag'),
	bind('images', 'V', 'askTags'),
	bind('images', 'u', 'updateImage'),

	bind('shelf', 'j down', 'shelfDown'),
	bind('shelf', 'k up', 'shelfUp'),
	bind('shelf', 'pagedown space ctrl+f', 'shelfPageDown'),
	bind('shelf', 'pageup', 'shelfPageUp'),
	bind('shelf', 'g home', 'shelfTop'),
	bind('shelf', 'G end', 'shelfEnd'),
	bind('shelf', 'enter', 'shelfEnter'),
	bind('shelf', 'd', 'shelfDescribe'),
	bind('shelf', 'i', 'shelfYaml'),
	bind('shelf', 'c', 'shelfCopy'),
	bind('shelf', 'a', 'add'),
	bind('shelf', 'e', 'editSpec'),
	bind('shelf', 'B', 'deployAgain'),
	bind('shelf', 'Y', 'exportCompose'),
	bind('shelf', 'ctrl+d', 'remove'),
	bind('shelf', '/', 'shelfFilter'),
	bind('shelf', 'o', 'shelfSort'),
	bind('shelf', 'O', 'shelfReverse'),
	bind('shelf', ':', 'shelfPalette'),
	bind('shelf', 'F', 'rotate'),
	bind('shelf', '?', 'openHelp'),
	bind('shelf', 'ctrl+r', 'shelfRefresh'),
	bind('shelf', 'ctrl+z', 'suspend'),
	bind('shelf', 'escape q ctrl+c', 'shelfBack'),

	bind('guide', 'enter', 'guideResume'),
	bind('guide', 'X', 'guideUndo'),
	bind('guide', 'f', 'guideForget'),
	bind('guide', 'j down', 'guideDown'),
	bind('guide', 'k up', 'guideUp'),
	bind('guide', '?', 'openHelp'),
	bind('guide', 'ctrl+z', 'suspend'),
	bind('guide', 'escape q ctrl+c', 'closeLayer'),
	bind('guide', 'ctrl+d', 'remove'),

	bind('guideAsk', 'y', 'guideYes'),
	bind('guideAsk', 'n escape ctrl+c', 'closeLayer'),

	bind('problems', 'j down', 'problemDown'),
	bind('problems', 'k up', 'problemUp'),
	bind('problems', 'pagedown ctrl+f', 'problemPageDown'),
	bind('problems', 'pageup', 'problemPageUp'),
	bind('problems', 'g home', 'problemTop'),
	bind('problems', 'G end', 'problemEnd'),
	bind('problems', 'enter', 'problemCure'),
	bind('problems', 'c', 'copyProblems'),
	bind('problems', '?', 'openHelp'),
	bind('problems', 'ctrl+r', 'refresh'),
	bind('problems', 'ctrl+z', 'suspend'),
	bind('problems', 'escape q p ctrl+c', 'closeLayer'),

	bind('topology', 'j down', 'topologyDown'),
	bind('topology', 'k up', 'topologyUp'),
	bind('topology', 'left shift+tab', 'topologyLeft'),
	bind('topology', 'right tab', 'topologyRight'),
	bind('topology', '[', 'topologyScreenLeft'),
	bind('topology', ']', 'topologyScreenRight'),
	bind('topology', 'pagedown space ctrl+f', 'topologyPageDown'),
	bind('topology', 'pageup', 'topologyPageUp'),
	bind('topology', 'g home', 'topologyTop'),
	bind('topology', 'G end', 'topologyEnd'),
	bind('topology', 'enter', 'topologyEnter'),
	bind('topology', 'd', 'topologyDescribe'),
	bind('topology', 'w', 'topologyWhy'),
	bind('topology', 'l', 'topologyLogs'),
	bind('topology', 'o', 'topologyGroup'),
	bind('topology', '!', 'topologyProblems'),
	bind('topology', 'c', 'topologyCopy'),
	bind('topology', 't', 'toggleTimes'),
	bind('topology', '/', 'topologyFilter'),
	bind('topology', ':', 'topologyPalette'),
	bind('topology', '?', 'openHelp'),
	bind('topology', 'ctrl+r', 'topologyRefresh'),
	bind('topology', 'ctrl+z', 'suspend'),
	bind('topology', 'escape q ctrl+c', 'topologyBack'),

	bind('events', 'j down', 'eventDown'),
	bind('events', 'k up', 'eventUp'),
	bind('events', 'pagedown space ctrl+f', 'eventPageDown'),
	bind('events', 'pageup', 'eventPageUp'),
	bind('events', 'g home', 'eventTop'),
	bind('events', 'G end', 'eventEnd'),
	bind('events', 'f', 'eventFollow'),
	bind('events', 'enter', 'eventEnter'),
	bind('events', '1', 'eventNodes'),
	bind('events', '2', 'eventServices'),
	bind('events', '3', 'eventRollouts'),
	bind('events', '4', 'eventTasks'),
	bind('events', '5', 'eventConnection'),
	bind('events', '6', 'eventOurs'),
	bind('events', '/', 'eventFilter'),
	bind('events', 'S', 'eventSave'),
	bind('events', 'c', 'eventCopy'),
	bind('events', ':', 'eventPalette'),
	bind('events', '?', 'openHelp'),
	bind('events', 'ctrl+r', 'refresh'),
	bind('events', 'ctrl+z', 'suspend'),
	bind('events', 'escape q ctrl+c', 'eventBack'),

	bind('palette', 'down ctrl+n tab', 'paletteDown'),
	bind('palette', 'up ctrl+p shift+tab', 'paletteUp'),
	bind('palette', 'enter', 'paletteRun'),
	bind('palette', 'escape ctrl+c', 'closeLayer'),

	bind('form', 'enter', 'submitForm'),
	bind('form', 'tab down', 'nextField'),
	bind('form', 'shift+tab up', 'previousField'),
	bind('form', 'pagedown', 'nextSection'),
	bind('form', 'pageup', 'previousSection'),
	bind('form', 'left', 'previousChoice'),
	bind('form', 'right', 'nextChoice'),
	bind('form', 'ctrl+t', 'offerTags'),
	bind('form', 'escape ctrl+c', 'closeLayer'),

	bind('tags', 'enter', 'chooseTag'),
	bind('tags', 'down ctrl+n tab', 'tagDown'),
	bind('tags', 'up ctrl+p shift+tab', 'tagUp'),
	bind('tags', 'pagedown ctrl+f', 'tagPageDown'),
	bind('tags', 'pageup', 'tagPageUp'),
	bind('tags', 'home', 'tagTop'),
	bind('tags', 'end', 'tagEnd'),
	bind('tags', 'ctrl+t', 'offerTags'),
	bind('tags', 'escape ctrl+c', 'closeTags'),

	bind('review', 'y', 'confirm'),
	bind('review', 'c ctrl+y', 'copyCommand'),
	bind('review', 'tab', 'doOtherwise'),
	bind('review', 'shift+tab', 'reviseForm'),
	bind('review', 'down j pagedown', 'reviewDown'),
	bind('review', 'up k pageup', 'reviewUp'),
	bind('review', 'n escape ctrl+c', 'closeLayer'),

	bind('typedReview', 'enter', 'confirmTyped'),
	bind('typedReview', 'ctrl+y', 'copyCommand'),
	bind('typedReview', 'tab', 'doOtherwise'),
	bind('typedReview', 'shift+tab', 'reviseForm'),
	bind('typedReview', 'down pagedown', 'reviewDown'),
	bind('typedReview', 'up pageup', 'reviewUp'),
	bind('typedReview', 'escape ctrl+c', 'closeLayer'),

	bind('mend', 'enter shift+tab', 'reviseForm'),
	bind('mend', 'escape q ctrl+c', 'closeLayer'),

	bind('refused', 'r', 'doInstead'),
	bind('refused', 'tab', 'doOtherwise'),
	bind('refused', 'shift+tab', 'reviseForm'),
	bind('refused', 'escape n q enter ctrl+c', 'closeLayer'),

	bind('busy', 'escape ctrl+c', 'closeLayer'),

	bind('notice', 'shift+tab', 'reviseForm'),
	bind('notice', 'escape enter q ctrl+c', 'closeLayer'),

	bind('quit', 'y', 'quitNow'),
	bind('quit', 'n escape ctrl+c', 'closeLayer'),
];

/** The key shown for a command, or undefined where it is reached by the palette only. */
export const keyOf = (command: CommandId) => keymap.find(binding => binding.command === command)?.keys[0];

/** The command of a key in the innermost scope that has one for it. */
export function commandFor(key: string, scopes: readonly Scope[]): CommandId | undefined {
	for (const scope of scopes) {
		const found = keymap.find(binding => binding.scope === scope && binding.keys.includes(key));

		if (found !== undefined) {
			return found.command;
		}
	}

	return undefined;
}
