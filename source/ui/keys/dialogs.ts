import {type Binding, bind} from './binding.ts';

/** Of the palette, and of what asks before something is done. */
export const dialogKeys: readonly Binding[] = [
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
	bind('form', 'ctrl+n', 'startAfresh'),
	bind('form', 'escape ctrl+c', 'leaveDialog'),

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
	bind('review', 'n escape ctrl+c', 'leaveDialog'),

	bind('typedReview', 'enter', 'confirmTyped'),
	bind('typedReview', 'ctrl+y', 'copyCommand'),
	bind('typedReview', 'tab', 'doOtherwise'),
	bind('typedReview', 'shift+tab', 'reviseForm'),
	bind('typedReview', 'down pagedown', 'reviewDown'),
	bind('typedReview', 'up pageup', 'reviewUp'),
	bind('typedReview', 'escape ctrl+c', 'leaveDialog'),

	bind('mend', 'enter shift+tab', 'reviseForm'),
	bind('mend', 'escape q ctrl+c', 'leaveDialog'),

	bind('refused', 'r', 'doInstead'),
	bind('refused', 'tab', 'doOtherwise'),
	bind('refused', 'shift+tab', 'reviseForm'),
	bind('refused', 'escape n q enter ctrl+c', 'leaveDialog'),

	bind('busy', 'escape ctrl+c', 'leaveDialog'),

	bind('notice', 'shift+tab', 'reviseForm'),
	bind('notice', 'escape enter q ctrl+c', 'leaveDialog'),

	bind('shell', 'enter', 'runShell'),
	bind('shell', 'tab down shift+tab up', 'nextShellField'),
	bind('shell', 'right', 'nextShellChoice'),
	bind('shell', 'left', 'previousShellChoice'),
	bind('shell', 'ctrl+y', 'copyWayIn'),
	bind('shell', 'escape ctrl+c', 'closeLayer'),

	bind('shellBusy', 'escape ctrl+c', 'closeLayer'),

	bind('shellFailed', 'enter shift+tab', 'reviseShell'),
	bind('shellFailed', 'escape q ctrl+c', 'closeLayer'),

	bind('quit', 'y', 'quitNow'),
	bind('quit', 'n escape ctrl+c', 'closeLayer'),
];
