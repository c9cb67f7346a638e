namespace Query.Values;

/// <summary>The first number of java.util.Random for a seed.</summary>
internal static class JavaRandom
{
    private const long Multiplier = 0x5DEECE66DL;
    private const long Mask = (1L << 48) - 1;

    public static double FirstDouble(long seed)
    {
        long state = (seed ^ Multiplier) & Mask;
        long high = Next(ref state, 26);
        long low = Next(ref state, 27);
        return ((high << 27) + low) * (1.0 / (1L << 53));
    }

    private static long Next(ref long state, int bits)
    {
        state = unchecked((state * Multiplier) + 0xB) & Mask;
        return state >> (48 - bits);
    }
}
