namespace Ingestion.Decoding;

/// <summary>Numbers as objects of a record; small ones are made once.</summary>
internal static class SmallNumbers
{
    private const int Least = -128;
    private const int Count = 1280;

    private static readonly object[] Boxes = [.. Enumerable.Range(Least, Count).Select(number => (object)number)];

    /// <summary>An <c>int</c> if the number is one, else a <c>long</c>: as Pinot's JSON reader types it.</summary>
    public static object Box(long number)
    {
        long place = number - Least;
        if ((ulong)place < Count)
        {
            return Boxes[place];
        }

        return number == (int)number ? (object)(int)number : number;
    }
}
