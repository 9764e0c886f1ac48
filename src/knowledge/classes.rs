//! Wikidata's classes to ours: what an item is an instance of, followed upwards to the nearest class that is known here.
//!
//! The table names top classes and those that news meets most, so that an excerpt of a dump without the classes' own
//! items is understood too; `subclass of` statements that the dump holds lead to them. Nearest wins, because the
//! upper part of Wikidata's hierarchy leads nearly everywhere: a business is also a group of humans and an object.

use std::collections::{HashMap, VecDeque};

use crate::ontology::Class;

/// What becomes of an item of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It is one of these.
    Is(Class),
    /// It is no thing that a text speaks of: disambiguation pages, categories, names as such.
    Never,
    /// Articles, genes, asteroids by the million: left out unless Wikipedias write about it.
    Seldom,
}

use Kind::{Is, Never, Seldom};

/// Wikidata's classes by number; where several are equally near, the first counts.
const KNOWN: &[(Kind, &[u32])] = &[
    (
        Never,
        &[
            4_167_410, 4_167_836, 11_266_439, 13_406_463, 17_362_920, 22_808_320, 15_184_295, 14_204_246, 19_842_659,
            24_046_192, 4_663_903, 17_633_526, 101_352, 202_444, 11_879_590, 12_308_941, 3_409_032,
        ],
    ),
    (
        Seldom,
        &[
            13_442_814,
            7_318_358,
            7_187,
            8_054,
            523,
            318,
            3_863,
            67_206_691,
            11_173,
            113_145_171,
            30_612,
            277_338,
            20_747_295,
            18_593_264,
            427_087,
            1_266_946,
            187_685,
            265_158,
        ],
    ),
    (Is(Class::Person), &[5]),
    (Is(Class::PoliticalParty), &[7_278, 388_602]),
    (
        Is(Class::MediaOrganization),
        &[
            1_193_236, 11_032, 1_110_794, 1_616_075, 14_350, 1_331_793, 192_283, 2_001_305, 15_265_344, 41_298,
            17_232_649, 11_033, 1_002_697, 1_126_006,
        ],
    ),
    (Is(Class::Court), &[41_487, 190_752]),
    (Is(Class::ArmedForce), &[772_547, 176_799, 4_508, 37_726, 35_535, 781_132, 17_149_090, 732_717]),
    (Is(Class::InternationalOrganization), &[484_652, 245_065, 4_120_211]),
    (
        Is(Class::Government),
        &[
            7_188, 327_333, 192_350, 35_749, 11_204, 2_659_904, 640_506, 10_553_309, 35_798, 1_752_346, 375_928,
            637_846, 189_445, 37_002_670,
        ],
    ),
    (
        Is(Class::EducationalInstitution),
        &[
            2_385_804, 3_918, 9_826, 3_914, 38_723, 875_538, 2_467_461, 2_581_649, 23_002_054, 902_104, 189_004,
            4_671_277,
        ],
    ),
    (
        Is(Class::SportsTeam),
        &[12_973_014, 476_028, 6_979_593, 847_017, 13_393_265, 1_194_951, 15_944_511, 17_156_793, 4_498_974],
    ),
    (
        Is(Class::Company),
        &[
            4_830_453, 783_794, 6_881_511, 891_723, 46_970, 22_687, 507_619, 18_388_277, 210_167, 161_726, 786_820,
            219_577, 43_183, 740_752, 1_320_047, 2_085_381,
        ],
    ),
    (
        Is(Class::Organization),
        &[
            43_229, 163_740, 79_913, 31_855, 215_380, 17_127_659, 623_109, 178_706, 708_676, 157_031, 431_603,
            7_315_155, 4_438_121, 48_204, 414_147, 178_790, 5_741_069,
        ],
    ),
    (
        Is(Class::GeopoliticalEntity),
        &[
            6_256, 3_624_078, 3_024_240, 56_061, 515, 486_972, 1_048_835, 3_957, 532, 7_275, 1_549_591, 5_119, 484_170,
            1_093_829, 15_127_012, 262_166, 22_865, 747_074, 35_657, 43_702, 10_864_048, 13_220_204, 28_575, 123_705,
            5_084, 17_343_829, 4_286_337, 5_153_359, 36_784, 34_876, 1_637_706, 15_239_622, 161_243, 179_164, 417_175,
            48_349, 3_455_524, 15_284, 498_162, 1_187_811, 1_901_835, 1_520_223,
        ],
    ),
    (
        Is(Class::Facility),
        &[
            41_176, 13_226_383, 811_979, 1_248_784, 16_917, 33_506, 12_280, 483_110, 44_782, 16_970, 34_442, 728_937,
            55_488, 27_686, 24_354, 1_497_364, 207_694, 17_431_399, 19_844_914, 94_993_988, 79_007, 12_323, 134_447,
            40_357, 245_016, 23_413, 16_560, 7_075, 1_076_486, 483_453, 11_707, 12_518, 839_954, 44_539, 32_815,
            5_003_624,
        ],
    ),
    (Is(Class::Region), &[82_794, 5_107, 1_620_908, 3_502_482, 15_642_541, 2_418_896]),
    (
        Is(Class::Place),
        &[
            2_221_906, 618_123, 8_502, 4_022, 23_397, 23_442, 165, 9_430, 22_698, 15_324, 46_831, 46_169, 8_514,
            37_901, 39_594, 271_669, 34_763, 4_421, 131_681, 8_072, 34_038, 39_816, 150_784, 33_837, 12_284,
            27_096_213,
        ],
    ),
    (Is(Class::Election), &[40_231, 43_109, 858_439, 2_618_461, 1_076_105]),
    (
        Is(Class::Attack),
        &[
            2_223_653, 3_882_219, 132_821, 891_854, 217_327, 1_139_665, 2_252_077, 750_215, 21_480_300, 3_199_915,
            4_071_928,
        ],
    ),
    (Is(Class::War), &[198, 178_561, 831_663, 645_883, 180_684, 350_604, 188_055, 8_465, 2_001_676]),
    (Is(Class::Trial), &[8_016_240, 2_334_719]),
    (
        Is(Class::Disaster),
        &[8_065, 7_944, 3_839_081, 171_558, 744_913, 8_068, 169_950, 3_241_045, 44_512, 8_092, 8_070, 12_184, 168_247],
    ),
    (Is(Class::Meeting), &[625_994, 2_761_147, 1_072_326, 2_020_153]),
    (Is(Class::SportsEvent), &[16_510_064, 27_020_041, 18_608_583, 500_834, 13_406_554, 46_190_676, 5_389]),
    (Is(Class::Agreement), &[131_569, 321_839, 93_288, 107_706, 625_298]),
    (Is(Class::Event), &[1_656_682, 1_190_554, 132_241, 273_120, 49_773, 175_331, 124_757, 10_931, 45_382, 464_980]),
    (Is(Class::Award), &[618_779, 38_033_430, 11_448_906, 193_622, 378_427]),
    (Is(Class::Position), &[4_164_871, 294_414, 28_640, 12_737_077, 48_352, 2_285_706, 83_307, 486_839]),
    (
        Is(Class::Work),
        &[
            386_724, 17_537_576, 11_424, 571, 7_725_634, 5_398_426, 7_889, 482_994, 2_188_189, 3_305_213, 732_577,
            7_366, 134_556, 207_628, 47_461_344, 49_371, 820_655, 7_755, 428_148, 10_870_555, 860_861, 5_633_421,
            15_416, 1_555_508,
        ],
    ),
    (
        Is(Class::Product),
        &[
            2_424_752, 28_877, 7_397, 42_889, 728, 15_401_930, 431_289, 3_231_690, 15_056_993, 12_140, 11_436, 11_446,
            35_127, 166_142, 22_645, 174_736, 29_048_322, 134_808, 620_615,
        ],
    ),
    (Is(Class::Group), &[41_710, 2_472_587, 33_829, 9_174, 6_266, 231_002, 8_436, 13_417_114, 4_392_985, 16_334_295]),
];

/// The classes of a dump.
pub(super) struct Hierarchy {
    known: HashMap<u32, (Kind, usize)>,
    /// Subclass and superclass, ascending.
    edges: Vec<(u32, u32)>,
    /// What was found before.
    found: HashMap<u32, Option<(Kind, usize, usize)>>,
}

/// Steps upwards after which nothing is near any more.
const STEPS: usize = 12;

impl Hierarchy {
    /// From `subclass of` statements.
    pub(super) fn new(mut edges: Vec<(u32, u32)>) -> Self {
        edges.sort_unstable();
        edges.dedup();
        let mut known = HashMap::new();
        for (place, &(kind, numbers)) in KNOWN.iter().enumerate() {
            for &number in numbers {
                known.entry(number).or_insert((kind, place));
            }
        }
        Self { known, edges, found: HashMap::new() }
    }

    /// What an instance of these is. What is never spoken of goes before all; then the nearest known class, and of
    /// equally near ones the first in the table.
    pub(super) fn kind(&mut self, instances: &[u32]) -> Option<Kind> {
        let mut best: Option<(Kind, usize, usize)> = None;
        for &instance in instances {
            let Some(found) = self.nearest(instance) else { continue };
            if found.0 == Never {
                return Some(Never);
            }
            if best.is_none_or(|best| (found.1, found.2) < (best.1, best.2)) {
                best = Some(found);
            }
        }
        best.map(|best| best.0)
    }

    /// The nearest known class at or above a class: its kind, its distance, its place in the table.
    fn nearest(&mut self, class: u32) -> Option<(Kind, usize, usize)> {
        if let Some(&found) = self.found.get(&class) {
            return found;
        }
        let mut seen = std::collections::HashSet::from([class]);
        let mut queue = VecDeque::from([(class, 0)]);
        let mut best: Option<(Kind, usize, usize)> = None;
        while let Some((at, steps)) = queue.pop_front() {
            if best.is_some_and(|best| steps > best.1) {
                break;
            }
            if let Some(&(kind, place)) = self.known.get(&at) {
                if best.is_none_or(|best| place < best.2) {
                    best = Some((kind, steps, place));
                }
                continue;
            }
            if steps < STEPS {
                let from = self.edges.partition_point(|edge| edge.0 < at);
                for &(_, above) in self.edges[from..].iter().take_while(|edge| edge.0 == at) {
                    if seen.insert(above) {
                        queue.push_back((above, steps + 1));
                    }
                }
            }
        }
        self.found.insert(class, best);
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_class_upwards() {
        // A newspaper of a kind that only the dump knows; a circle; a class that leads nowhere.
        let mut classes =
            Hierarchy::new(vec![(900_001, 900_002), (900_002, 11_032), (900_002, 43_229), (900_003, 900_003)]);
        assert_eq!(classes.kind(&[900_001]), Some(Is(Class::MediaOrganization)));
        assert_eq!(classes.kind(&[900_003]), None);
        assert_eq!(classes.kind(&[900_003, 5]), Some(Is(Class::Person)));
        assert_eq!(classes.kind(&[5, 4_167_410]), Some(Never));
        assert_eq!(classes.kind(&[]), None);
    }

    #[test]
    fn the_table_says_each_class_once() {
        let mut seen = HashMap::new();
        for (kind, numbers) in KNOWN {
            for number in *numbers {
                assert!(*number < 200_000_000, "{number}");
                assert_eq!(seen.insert(number, kind), None, "{number}");
            }
        }
    }
}
