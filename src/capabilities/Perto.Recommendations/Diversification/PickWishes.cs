namespace Perto.Recommendations;

/// <summary>
/// Watches that the first picks show enough different labels and keep the quotas: says at each pick which items may be picked. As long as the missing ones fit
/// into the picks that are left, all may.
/// </summary>
internal sealed class PickWishes
{
    private readonly Func<int, IReadOnlyList<string>>? _labels;
    private readonly int _atLeast;
    private readonly int _within;
    private readonly bool[] _taken;
    private readonly HashSet<string> _shown = new(StringComparer.Ordinal);
    private readonly QuotaCount[] _quotas;
    private int _picked;
    private bool _mustHelp;
    private int _best;

    /// <param name="items">How many items there are.</param>
    /// <param name="labels">Labels of each item; null when there is no wish for distinct ones.</param>
    /// <param name="atLeast">How many different labels.</param>
    /// <param name="within">Among how many of the first picks.</param>
    /// <param name="quotas">How many of a kind.</param>
    public PickWishes(int items, Func<int, IReadOnlyList<string>>? labels, int atLeast, int within, IReadOnlyList<Quota>? quotas)
    {
        _labels = atLeast > 0 ? labels : null;
        _atLeast = atLeast;
        _within = within;
        _taken = new bool[items];
        _quotas = [.. (quotas ?? []).Select(quota => new QuotaCount(quota, items))];
    }

    /// <summary>Looks at what is missing; before each pick.</summary>
    public void Next()
    {
        _best = int.MaxValue;
        if (_picked >= _within || (_labels is null && _quotas.Length == 0))
            return;
        _mustHelp = _within - _picked <= Missing(asFarAsThere: false) && _within - _picked <= Missing(asFarAsThere: true);
        foreach (QuotaCount quota in _quotas)
            quota.Kept = quota.IsLimited ? LabelsOnlyOf(quota) : 0;
        for (int item = 0; item < _taken.Length && _best > 0; item++)
        {
            if (!_taken[item])
                _best = Math.Min(_best, Trouble(item));
        }
    }

    /// <summary>Whether an item was not picked and may be now.</summary>
    public bool Allows(int item) => !_taken[item] && (_best == int.MaxValue || Trouble(item) == _best);

    /// <summary>An item was picked.</summary>
    public void Add(int item)
    {
        _taken[item] = true;
        _picked++;
        if (_labels is not null)
            _shown.UnionWith(_labels(item));
        foreach (QuotaCount quota in _quotas)
            quota.Add(item);
    }

    /// <summary>Whether an item was picked.</summary>
    public bool IsTaken(int item) => _taken[item];

    // 0: none. A quota that is passed is less of a trouble than a wish that cannot be fulfilled any more.
    private int Trouble(int item)
    {
        bool passes = false;
        foreach (QuotaCount quota in _quotas)
            passes |= quota.IsPassedBy(item, keep: quota.Kept > 0 && IsNew(item) ? 0 : quota.Kept);
        return (_mustHelp && !Helps(item) ? 2 : 0) + (passes ? 1 : 0);
    }

    private bool Helps(int item)
    {
        foreach (QuotaCount quota in _quotas)
        {
            if (quota.Lacks(item))
                return true;
        }
        return _labels is not null && _shown.Count < _atLeast && IsNew(item);
    }

    private bool IsNew(int item)
    {
        IReadOnlyList<string> own = _labels!(item);
        for (int i = 0; i < own.Count; i++)
        {
            if (!_shown.Contains(own[i]))
                return true;
        }
        return false;
    }

    // One pick may help several wishes, so this many picks are always enough.
    private int Missing(bool asFarAsThere)
    {
        int missing = 0;
        foreach (QuotaCount quota in _quotas)
            missing += asFarAsThere ? Math.Min(quota.Missing, quota.Left) : quota.Missing;
        if (_labels is null || _shown.Count >= _atLeast)
            return missing;
        int labels = _atLeast - _shown.Count;
        return missing + (asFarAsThere ? Math.Min(labels, NewLabels(labels)) : labels);
    }

    // Labels that are missing and that only the kind has: so many of its places are for them.
    private int LabelsOnlyOf(QuotaCount kind)
    {
        if (_labels is null || _shown.Count >= _atLeast)
            return 0;
        int missing = _atLeast - _shown.Count;
        int elsewhere = NewLabels(missing, except: kind);
        return elsewhere >= missing ? 0 : NewLabels(missing) - elsewhere;
    }

    private int NewLabels(int enough, QuotaCount? except = null)
    {
        var labels = new HashSet<string>(StringComparer.Ordinal);
        for (int item = 0; item < _taken.Length && labels.Count < enough; item++)
        {
            if (_taken[item] || except?.Has(item) == true)
                continue;
            foreach (string label in _labels!(item))
            {
                if (!_shown.Contains(label))
                    labels.Add(label);
            }
        }
        return labels.Count;
    }

    /// <summary>How far a quota is kept.</summary>
    private sealed class QuotaCount
    {
        private readonly bool[] _has;
        private readonly Quota _quota;
        private int _count;

        public QuotaCount(Quota quota, int items)
        {
            _quota = quota;
            _has = new bool[items];
            for (int item = 0; item < items; item++)
                Left += (_has[item] = quota.Has(item)) ? 1 : 0;
        }

        /// <summary>Items of the kind that were not picked.</summary>
        public int Left { get; private set; }

        /// <summary>How many are missing.</summary>
        public int Missing => Math.Max(0, _quota.AtLeast - _count);

        /// <summary>Whether there may be too many.</summary>
        public bool IsLimited => _quota.AtMost < _has.Length;

        /// <summary>Places of the kind that are kept for items with labels that no other kind has.</summary>
        public int Kept { get; set; }

        public bool Has(int item) => _has[item];

        public bool Lacks(int item) => _has[item] && _count < _quota.AtLeast;

        public bool IsPassedBy(int item, int keep) => _has[item] && _count + keep >= Math.Max(_quota.AtLeast, _quota.AtMost);

        public void Add(int item)
        {
            if (!_has[item])
                return;
            _count++;
            Left--;
        }
    }
}
