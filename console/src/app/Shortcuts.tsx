import { Kbd, Modal, Switch } from '@mantine/core';
import { useLanguage } from '../language/language.ts';
import classes from './Shortcuts.module.css';

interface ShortcutsProps {
  opened: boolean;
  close: () => void;
  singleKeys: boolean;
  setSingleKeys: (on: boolean) => void;
}

export function Shortcuts({ opened, close, singleKeys, setSingleKeys }: ShortcutsProps) {
  const { t } = useLanguage();
  const list: [string[], string][] = [
    [['/'], t.shortcuts.focusSearch],
    [['?'], t.shortcuts.showThis],
    [['←', '→'], t.shortcuts.moveInRow],
    [['↑', '↓'], t.shortcuts.moveRows],
    [['Home', 'End'], t.shortcuts.rowEnds],
    [['Enter'], t.shortcuts.openWhy],
    [['Esc'], t.shortcuts.close],
  ];
  return (
    <Modal opened={opened} onClose={close} title={t.app.shortcuts} closeButtonProps={{ 'aria-label': t.app.close }} centered>
      <dl className={classes.list}>
        {list.map(([keys, meaning]) => (
          <div key={meaning}>
            <dt>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <Switch
        checked={singleKeys}
        onChange={(event) => setSingleKeys(event.currentTarget.checked)}
        label={t.shortcuts.singleKeys}
        description={t.shortcuts.singleKeysHint}
      />
    </Modal>
  );
}
