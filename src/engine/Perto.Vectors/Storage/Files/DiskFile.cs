using Microsoft.Win32.SafeHandles;

namespace Perto.Vectors.Storage;

/// <summary>An open file of <see cref="DiskFiles"/>.</summary>
internal sealed class DiskFile(string name, SafeFileHandle handle) : IFile
{
    public long Length
    {
        get
        {
            try
            {
                return RandomAccess.GetLength(handle);
            }
            catch (Exception fault) when (DiskFault.Is(fault))
            {
                throw DiskFault.Of(name, "cannot be looked at", fault);
            }
        }
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(handle, bytes, offset);
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            throw DiskFault.Of(name, "cannot be written", fault);
        }
    }

    public int Read(long offset, Span<byte> bytes)
    {
        try
        {
            int filled = 0;
            while (filled < bytes.Length && RandomAccess.Read(handle, bytes[filled..], offset + filled) is > 0 and int read)
                filled += read;
            return filled;
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            throw DiskFault.Of(name, "cannot be read", fault);
        }
    }

    public void SetLength(long length)
    {
        try
        {
            RandomAccess.SetLength(handle, length);
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            throw DiskFault.Of(name, "cannot be given another length", fault);
        }
    }

    public void Sync()
    {
        try
        {
            RandomAccess.FlushToDisk(handle);
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            throw DiskFault.Of(name, "cannot be flushed to the disk", fault);
        }
    }

    public void Dispose() => handle.Dispose();
}
