using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Perto.Numerics;

namespace Perto.Vectors.Storage;

/// <summary>
/// Writes a <see cref="BlockFile"/>: sections one after the other, then <see cref="Finish"/>. A file that is not finished cannot be opened;
/// its creator writes it under a temporary name and renames it.
/// </summary>
internal sealed class BlockFileWriter : IDisposable
{
    private const int BufferBytes = 1 << 20;
    private readonly string _kind;
    private readonly int _version;
    private readonly IFile _file;
    private readonly List<SectionPlace> _sections = [];
    private readonly List<uint> _checksums = [];
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int _filled;
    private long _flushed;
    private string? _section;
    private long _sectionStart;
    private bool _finished;

    /// <param name="files">Where the file goes.</param>
    /// <param name="name">Its name, which must not exist.</param>
    /// <param name="kind">What it holds: 1 to 40 bytes of UTF-8.</param>
    /// <param name="version">Version of the kind's sections, from 1.</param>
    /// <exception cref="StorageException">It cannot be created.</exception>
    public BlockFileWriter(IFiles files, string name, string kind, int version)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(version);
        if (Encoding.UTF8.GetByteCount(kind) is 0 or > BlockFileFormat.MaxKindBytes)
            throw new ArgumentException($"kind must be 1..{BlockFileFormat.MaxKindBytes} bytes of UTF-8; got '{kind}'", nameof(kind));
        LittleEndian.Require(name);
        _kind = kind;
        _version = version;
        _file = files.Create(name);
        Span<byte> header = stackalloc byte[BlockFileFormat.HeaderBytes];
        BlockFileFormat.WriteHeader(header, kind, version);
        Append(header);
    }

    /// <summary>Bytes written so far, headings and padding included.</summary>
    public long Position => _flushed + _filled;

    /// <summary>Begins a section, at a multiple of 64.</summary>
    /// <param name="name">1 to 200 bytes of UTF-8, not yet used in the file.</param>
    public void BeginSection(string name)
    {
        ThrowIfFinished();
        if (_section is not null)
            throw new InvalidOperationException($"section '{_section}' has not ended");
        if (Encoding.UTF8.GetByteCount(name) is 0 or > BlockFileFormat.MaxNameBytes || _sections.Exists(section => section.Name == name))
            throw new ArgumentException($"name must be 1..{BlockFileFormat.MaxNameBytes} bytes of UTF-8 and new in the file; got '{name}'", nameof(name));
        Pad();
        _section = name;
        _sectionStart = Position;
    }

    /// <summary>Appends bytes to the section.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (_section is null)
            throw new InvalidOperationException("no section has begun");
        Append(bytes);
    }

    /// <summary>Appends values to the section as they lie in memory.</summary>
    public void Write<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        // The bytes of many values may be more than one span can hold.
        const int Step = 1 << 16;
        for (; !values.IsEmpty; values = values[Math.Min(Step, values.Length)..])
            Write(MemoryMarshal.AsBytes(values[..Math.Min(Step, values.Length)]));
    }

    /// <summary>Ends the section.</summary>
    public void EndSection()
    {
        if (_section is null)
            throw new InvalidOperationException("no section has begun");
        _sections.Add(new SectionPlace(_section, _sectionStart, Position - _sectionStart));
        _section = null;
    }

    /// <summary>Completes the file and makes its content durable; its name is made so by its folder.</summary>
    public void Finish()
    {
        ThrowIfFinished();
        if (_section is not null)
            throw new InvalidOperationException($"section '{_section}' has not ended");
        Pad();
        long table = Position;
        Flush();
        byte[] checksums = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_checksums)).ToArray();
        byte[] directory = new BlockFileDirectory(_kind, _sections).Encode();
        byte[] end = new byte[checksums.Length + directory.Length + BlockFileFormat.FooterBytes];
        checksums.CopyTo(end, 0);
        directory.CopyTo(end, checksums.Length);
        var footer = new BlockFileFooter(_version, table, table + checksums.Length, table + end.Length);
        BlockFileFormat.WriteFooter(end.AsSpan(end.Length - BlockFileFormat.FooterBytes), footer);
        _file.Write(table, end);
        _file.Sync();
        _finished = true;
    }

    public void Dispose()
    {
        _file.Dispose();
        if (_buffer.Length == 0)
            return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Pad() => Append(new byte[(int)(-Position & (BlockFileFormat.Alignment - 1))]);

    private void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int part = Math.Min(BufferBytes - _filled, bytes.Length);
            bytes[..part].CopyTo(_buffer.AsSpan(_filled));
            _filled += part;
            bytes = bytes[part..];
            if (_filled == BufferBytes)
                Flush();
        }
    }

    // The buffer is a whole number of blocks: only the last flush has a short one.
    private void Flush()
    {
        ReadOnlySpan<byte> filled = _buffer.AsSpan(0, _filled);
        for (int at = 0; at < filled.Length; at += BlockFileFormat.BlockBytes)
            _checksums.Add(Crc32C.Of(filled.Slice(at, Math.Min(BlockFileFormat.BlockBytes, filled.Length - at))));
        _file.Write(_flushed, filled);
        _flushed += _filled;
        _filled = 0;
    }

    private void ThrowIfFinished()
    {
        if (_finished)
            throw new InvalidOperationException("the file is finished");
    }
}
