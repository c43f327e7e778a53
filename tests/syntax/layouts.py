"""A small methodology written carelessly, and the same as the formatter leaves it."""

CARELESS = '''


# Сапа туралы шағын әдістеме
methodology library_2024 "Кітапхана қызметінің сапасы"
source "№ 7" dated 2024-01-15
in force 2024-02-01
language kk
kinds   city "Қалалық",rural "Ауылдық"
body   central_library "Орталық кітапхана"
body big "Үлкен"   §2



input visits "Келушілер" : count §3   # есеп беруден
input complaints "Шағымдар саны":count,more is worse,at most visits §4 symbol f
input open_late : flag
reading edge "Шек қайда?" id "L-1" §5 { option low because "аз"; option upper_bound "жоғары" ; choose low }
brackets pts( x:share ) §app1
 | x | city| rural |
    # төменгі жол
 | 90% .. 100% | 15 | 20 | §app1.1   # толық
 | any | 5.5 | -2 |
   | total | 7 |


index quality "Сапа" §6 symbol Q {

  points 25 §6.1
  states points city 25, rural 40 §6.2 under edge.low
  when no open_late : 0 §7
  when visits = 0 and open_late : undefined "келуші жоқ"
  score ((pts(visits / complaints)) + (1)) * (2 ^ (3))
  clamp 0 ..
  # соңында
}
formula good = if visits > 100   # көп пе
       then by edge { low : 1; upper_bound : 2 }
   else by edge {
 low : visits*3 # үш есе
 upper_bound : 4 §8
   }
norm §9 {
   text """Бірінші жол
     екінші жол"""
   }
direction a "А" {score 1}
direction longer "Ұзын"    { score 2;clamp 0 .. 1 }
example "бір" {
   given visits 100,
      complaints 3
   expect quality 1; expect good undefined }
# соңы'''

TIDY = '''\
# Сапа туралы шағын әдістеме
methodology library_2024 "Кітапхана қызметінің сапасы"
source   "№ 7" dated 2024-01-15
in force 2024-02-01
language kk
kinds    city "Қалалық", rural "Ауылдық"
body central_library "Орталық кітапхана"
body big             "Үлкен" §2

input visits     "Келушілер"     : count                                §3  # есеп беруден
input complaints "Шағымдар саны" : count, more is worse, at most visits §4 symbol f
input open_late                  : flag
reading edge "Шек қайда?" id "L-1" §5 { option low because "аз"; option upper_bound "жоғары"; choose low }
brackets pts(x : share) §app1
  | x           | city | rural |
  # төменгі жол
  | 90% .. 100% |   15 |    20 |  §app1.1  # толық
  | any         |  5.5 |    -2 |
  | total       |      7       |

index quality "Сапа" §6 symbol Q {
  points 25                         §6.1
  states points city 25, rural 40   §6.2 under edge.low
  when no open_late             : 0 §7
  when visits = 0 and open_late : undefined "келуші жоқ"
  score (pts(visits / complaints) + 1) * 2 ^ 3
  clamp 0 ..
  # соңында
}
formula good = if visits > 100  # көп пе
  then by edge { low : 1; upper_bound : 2 }
  else by edge {
    low         : visits * 3  # үш есе
    upper_bound : 4 §8
  }
norm §9 {
  text """Бірінші жол
     екінші жол"""
}
direction a      "А"    { score 1 }
direction longer "Ұзын" { score 2; clamp 0 .. 1 }
example "бір" {
  given visits 100,
    complaints 3
  expect quality 1
  expect good undefined
}
# соңы
'''
