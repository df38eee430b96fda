namespace Perto.Platform;

/// <summary>Tags with the versions that they had at one moment.</summary>
internal readonly struct TagStamp
{
    private readonly CacheTag[] _tags;
    private readonly long[] _versions;

    public TagStamp(CacheTag[] tags)
    {
        _tags = tags;
        _versions = Array.ConvertAll(tags, tag => tag.Version);
    }

    /// <summary>Whether a tag is among them.</summary>
    public bool Has(CacheTag tag) => Array.IndexOf(_tags, tag) >= 0;

    /// <summary>Whether none of them was made invalid since.</summary>
    public bool IsCurrent
    {
        get
        {
            for (int i = 0; i < _tags.Length; i++)
            {
                if (_tags[i].Version != _versions[i])
                    return false;
            }
            return true;
        }
    }
}
