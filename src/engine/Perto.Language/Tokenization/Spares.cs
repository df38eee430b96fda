namespace Perto.Language;

/// <summary>
/// Memory to work in, for so many threads at a time; more threads than that allocate. Unlike a pool that is shared by the whole process,
/// nothing else takes from it.
/// </summary>
internal sealed class Spares<T>
    where T : class, new()
{
    /// <summary>What grew beyond so many items for an uncommonly long text is better let go of.</summary>
    public const int MostKept = 1 << 16;

    private const int Threads = 16;

    private readonly T?[] _spares = new T?[Threads];

    public T Rent()
    {
        for (int i = 0; i < _spares.Length; i++)
        {
            if (Volatile.Read(ref _spares[i]) is not null && Interlocked.Exchange(ref _spares[i], null) is { } spare)
                return spare;
        }

        return new T();
    }

    public void Return(T spare)
    {
        for (int i = 0; i < _spares.Length; i++)
        {
            if (Interlocked.CompareExchange(ref _spares[i], spare, null) is null)
                return;
        }
    }
}
