//! Which instructions to use.

/// A kind of instructions that this processor has. Only [`Cpu::available`] makes them, so that none is used where it is
/// missing.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Cpu(pub(crate) Kind);

/// The kinds there are.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// None in particular: plain Rust, compiled for the target's baseline.
    Plain,
    /// NEON, which every 64-bit Arm processor has.
    #[cfg(target_arch = "aarch64")]
    Neon,
    /// AVX2, on most x86-64 processors since 2013.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// AVX-512 with the int8 products of VNNI.
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Cpu {
    /// The fastest kind that this processor can run.
    pub fn best() -> Cpu {
        Cpu::available().last().copied().unwrap_or(Cpu(Kind::Plain))
    }

    /// The kinds that this processor can run, slowest first.
    pub fn available() -> Vec<Cpu> {
        let mut kinds = vec![Cpu(Kind::Plain)];
        #[cfg(target_arch = "aarch64")]
        kinds.push(Cpu(Kind::Neon));
        #[cfg(target_arch = "x86_64")]
        {
            if std::is_x86_feature_detected!("avx2") {
                kinds.push(Cpu(Kind::Avx2));
            }
            if std::is_x86_feature_detected!("avx512f")
                && std::is_x86_feature_detected!("avx512bw")
                && std::is_x86_feature_detected!("avx512dq")
                && std::is_x86_feature_detected!("avx512vl")
                && std::is_x86_feature_detected!("avx512vnni")
            {
                kinds.push(Cpu(Kind::Avx512));
            }
        }
        kinds
    }
}

/// Compiles a function of plain Rust once for each kind of [`Cpu`]; the first argument chooses.
macro_rules! for_each_cpu {
    ($(#[$meta:meta])* $vis:vis fn $name:ident($($arg:ident: $type:ty),* $(,)?) $body:block) => {
        $(#[$meta])*
        $vis fn $name(cpu: $crate::Cpu, $($arg: $type),*) {
            #[inline(always)]
            fn body($($arg: $type),*) $body

            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2")]
            fn avx2($($arg: $type),*) {
                body($($arg),*)
            }

            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl")]
            fn avx512($($arg: $type),*) {
                body($($arg),*)
            }

            match cpu.0 {
                $crate::cpu::Kind::Plain => body($($arg),*),
                // The baseline has NEON.
                #[cfg(target_arch = "aarch64")]
                $crate::cpu::Kind::Neon => body($($arg),*),
                // SAFETY: `Cpu::available` gives these kinds only where the processor has the features.
                #[cfg(target_arch = "x86_64")]
                $crate::cpu::Kind::Avx2 => unsafe { avx2($($arg),*) },
                // SAFETY: as above.
                #[cfg(target_arch = "x86_64")]
                $crate::cpu::Kind::Avx512 => unsafe { avx512($($arg),*) },
            }
        }
    };
}
pub(crate) use for_each_cpu;
