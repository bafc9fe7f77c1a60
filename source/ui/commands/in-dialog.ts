import {openDialog} from '../dialogs/open-dialog.ts';
import {innerTo} from './in-layer.ts';

/** What means something only to the dialog that is open. */
export const inDialog = innerTo(({ui}) => openDialog(ui.getState()));
