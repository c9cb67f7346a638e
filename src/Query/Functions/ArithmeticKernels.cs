using System.Numerics;
using System.Runtime.InteropServices;

namespace Query.Functions;

/// <summary>Arithmetic over spans of doubles: the loops behind + - * / %.</summary>
internal static class ArithmeticKernels
{
    /// <summary>Computes <c>result[i] = left[i] op right[i]</c>; an operand of one value stands for all rows.</summary>
    public delegate void DoubleKernel(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> result);

    public delegate long LongKernel(long left, long right);

    private interface IOperation
    {
        static abstract Vector<double> Apply(Vector<double> left, Vector<double> right);

        static abstract double Apply(double left, double right);
    }

    public static void Add(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> result) => Run<Addition>(left, right, result);

    public static void Subtract(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> result) => Run<Subtraction>(left, right, result);

    public static void Multiply(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> result) => Run<Multiplication>(left, right, result);

    public static void Divide(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> result) => Run<Division>(left, right, result);

    public static void Remainder(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> result)
    {
        int leftMask = left.Length == 1 ? 0 : -1;
        int rightMask = right.Length == 1 ? 0 : -1;
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = left[i & leftMask] % right[i & rightMask];
        }
    }

    // Whole numbers wrap at 64 bits, as in Java.
    public static long Add(long left, long right) => unchecked(left + right);

    public static long Subtract(long left, long right) => unchecked(left - right);

    public static long Multiply(long left, long right) => unchecked(left * right);

    private static void Run<T>(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> result)
        where T : IOperation
    {
        int done = 0;
        if (left.Length == result.Length && right.Length == result.Length)
        {
            done = RunVectors<T>(left, right, result);
        }
        else if (right.Length == 1 && left.Length == result.Length)
        {
            done = RunVectors<T>(left, new Vector<double>(right[0]), result);
        }
        else if (left.Length == 1 && right.Length == result.Length)
        {
            done = RunVectors<T>(new Vector<double>(left[0]), right, result);
        }

        int leftMask = left.Length == 1 ? 0 : -1;
        int rightMask = right.Length == 1 ? 0 : -1;
        for (int i = done; i < result.Length; i++)
        {
            result[i] = T.Apply(left[i & leftMask], right[i & rightMask]);
        }
    }

    private static int RunVectors<T>(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> result)
        where T : IOperation
    {
        ReadOnlySpan<Vector<double>> lefts = MemoryMarshal.Cast<double, Vector<double>>(left);
        ReadOnlySpan<Vector<double>> rights = MemoryMarshal.Cast<double, Vector<double>>(right);
        Span<Vector<double>> results = MemoryMarshal.Cast<double, Vector<double>>(result);
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = T.Apply(lefts[i], rights[i]);
        }

        return results.Length * Vector<double>.Count;
    }

    private static int RunVectors<T>(ReadOnlySpan<double> left, Vector<double> right, Span<double> result)
        where T : IOperation
    {
        ReadOnlySpan<Vector<double>> lefts = MemoryMarshal.Cast<double, Vector<double>>(left);
        Span<Vector<double>> results = MemoryMarshal.Cast<double, Vector<double>>(result);
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = T.Apply(lefts[i], right);
        }

        return results.Length * Vector<double>.Count;
    }

    private static int RunVectors<T>(Vector<double> left, ReadOnlySpan<double> right, Span<double> result)
        where T : IOperation
    {
        ReadOnlySpan<Vector<double>> rights = MemoryMarshal.Cast<double, Vector<double>>(right);
        Span<Vector<double>> results = MemoryMarshal.Cast<double, Vector<double>>(result);
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = T.Apply(left, rights[i]);
        }

        return results.Length * Vector<double>.Count;
    }

    private readonly struct Addition : IOperation
    {
        public static Vector<double> Apply(Vector<double> left, Vector<double> right) => left + right;

        public static double Apply(double left, double right) => left + right;
    }

    private readonly struct Subtraction : IOperation
    {
        public static Vector<double> Apply(Vector<double> left, Vector<double> right) => left - right;

        public static double Apply(double left, double right) => left - right;
    }

    private readonly struct Multiplication : IOperation
    {
        public static Vector<double> Apply(Vector<double> left, Vector<double> right) => left * right;

        public static double Apply(double left, double right) => left * right;
    }

    private readonly struct Division : IOperation
    {
        public static Vector<double> Apply(Vector<double> left, Vector<double> right) => left / right;

        public static double Apply(double left, double right) => left / right;
    }
}
