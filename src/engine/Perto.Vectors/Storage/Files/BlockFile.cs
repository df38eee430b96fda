namespace Perto.Vectors.Storage;

/// <summary>
/// An immutable file of named sections, read as memory. Opening looks at the footer and the directory only; each block of 16 KiB is checked
/// against its CRC-32C before it is read for the first time, so a flipped bit is an exception and never an answer.
/// </summary>
/// <remarks>
/// Safe for concurrent use, except for <see cref="Dispose"/>. The memory goes with the object: see <see cref="IMappedFile"/>; a
/// <see cref="MappedSection"/> keeps its file alive. A block is not checked again when the system drops it from memory and reads it anew, and
/// a disk that cannot deliver a mapped page ends the process: that is what reading by memory map costs.
/// </remarks>
internal sealed unsafe class BlockFile : IDisposable
{
    private readonly string _name;
    private readonly IMappedFile _file;
    private readonly BlockFileFooter _footer;
    private readonly Dictionary<string, MappedSection> _sections = new(StringComparer.Ordinal);

    private BlockFile(string name, string kind, IMappedFile file)
    {
        _name = name;
        _file = file;
        if (file.Length < BlockFileFormat.HeaderBytes + BlockFileFormat.FooterBytes)
            throw new DamagedFileException(name, "footer", 0, $"the file has {file.Length} bytes, fewer than any file of its kind: it was cut");
        _footer = Footer();
        BlockFileDirectory directory = Directory();
        if (directory.Kind != kind)
            throw new DamagedFileException(name, "directory", _footer.Directory, $"it is a file of kind '{directory.Kind}', and one of kind '{kind}' was expected");
        Blocks = new VerifiedBlocks(name, file, _footer.Table, directory.Sections);
        foreach (SectionPlace place in directory.Sections)
            _sections.Add(place.Name, new MappedSection(this, place, file.Pointer + place.Offset));
    }

    /// <summary>Version that the file's kind was written with.</summary>
    public int Version => _footer.Version;

    /// <summary>Bytes of the file.</summary>
    public long Length => _file.Length;

    /// <summary>Names of the sections, in the order of the file.</summary>
    public IReadOnlyCollection<string> Sections => _sections.Keys;

    internal VerifiedBlocks Blocks { get; }

    /// <summary>Opens a file of a kind.</summary>
    /// <exception cref="DamagedFileException">Footer or directory are not what was written, or the file is of another kind.</exception>
    /// <exception cref="StorageException">The file cannot be mapped, or a later release wrote it.</exception>
    public static BlockFile Open(IFiles files, string name, string kind)
    {
        LittleEndian.Require(name);
        IMappedFile file = files.Map(name);
        try
        {
            return new BlockFile(name, kind, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether the file has a section of that name.</summary>
    public bool Has(string name) => _sections.ContainsKey(name);

    /// <summary>A section.</summary>
    /// <exception cref="DamagedFileException">There is none of that name.</exception>
    public MappedSection Section(string name) => _sections.TryGetValue(name, out MappedSection? section)
        ? section
        : throw new DamagedFileException(_name, name, _footer.Directory, "the file has no such section");

    /// <summary>Reads the whole file and checks every byte, whether or not it was checked before.</summary>
    /// <param name="progress">Told the bytes that are checked so far.</param>
    /// <param name="cancellationToken">Looked at between blocks.</param>
    /// <exception cref="DamagedFileException">The first thing that is wrong.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void VerifyAll(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        _ = Footer();
        _ = Directory();
        for (long block = 0; block < Blocks.Count; block++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Blocks.Check(block);
            progress?.Report(Math.Min((block + 1) << BlockFileFormat.BlockShift, _footer.Table));
        }

        progress?.Report(Length);
        GC.KeepAlive(this);
    }

    public void Dispose() => _file.Dispose();

    private BlockFileFooter Footer() => BlockFileFormat.ReadFooter(
        _name, new ReadOnlySpan<byte>(_file.Pointer + _file.Length - BlockFileFormat.FooterBytes, BlockFileFormat.FooterBytes), _file.Length);

    private BlockFileDirectory Directory()
    {
        long length = _file.Length - BlockFileFormat.FooterBytes - _footer.Directory;
        if (length > int.MaxValue)
            throw new DamagedFileException(_name, "directory", _footer.Directory, $"it has {length} bytes");
        return BlockFileDirectory.Decode(_name, new ReadOnlySpan<byte>(_file.Pointer + _footer.Directory, (int)length), _footer.Directory, _footer.Table);
    }
}
