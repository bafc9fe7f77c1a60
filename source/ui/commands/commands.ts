import {contextCommands} from '../contexts/commands.ts';
import {eventCommands} from '../events/commands.ts';
import {shellCommands} from '../shell/commands.ts';
import {topologyCommands} from '../topology/commands.ts';
import {addCommands} from './add.ts';
import {cockpitCommands} from './cockpit.ts';
import type {Command} from './command.ts';
import {createInEditorCommands} from './create-in-editor.ts';
import {dialogCommands} from './dialogs.ts';
import {editCommands} from './edit.ts';
import {guideCommands} from './guides.ts';
import {imageCommands} from './images.ts';
import {logCommands} from './logs.ts';
import {lookingCommands} from './looking.ts';
import {movingCommands} from './moving.ts';
import {objectCommands} from './objects.ts';
import {operationCommands} from './operations.ts';
import {pagerCommands} from './pager.ts';
import {practiceCommands} from './practice.ts';
import {problemCommands} from './problems.ts';
import {rolloutCommands} from './rollouts.ts';
import {shelfCommands} from './shelves.ts';
import {showLogCommands} from './show-logs.ts';
import {stackCommands} from './stacks.ts';
import {swarmCommands} from './swarm.ts';
import {tagCommands} from './tags.ts';
import {whyCommands} from './why.ts';

const table = {
	...operationCommands,
	...createInEditorCommands,
	...editCommands,
	...objectCommands,
	...addCommands,
	...lookingCommands,
	...shellCommands,
	...cockpitCommands,
	...whyCommands,
	...pagerCommands,
	...dialogCommands,
	...tagCommands,
	...showLogCommands,
	...logCommands,
	...guideCommands,
	...problemCommands,
	...rolloutCommands,
	...shelfCommands,
	...imageCommands,
	...topologyCommands,
	...eventCommands,
	...stackCommands,
	...swarmCommands,
	...contextCommands,
	...practiceCommands,
	...movingCommands,
};

export type CommandId = keyof typeof table;

/** Everything a key or a palette entry can do. */
export const commands: Readonly<Record<CommandId, Command>> = table;
